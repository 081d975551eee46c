export type Size = { width: number; height: number }

/**
 * Within what each size of a picture fits, in points. Middle: the widest phones' whole width (440 px) at three points to a
 * pixel, upright pictures of 3:4 too.
 */
export const boxes = {
  large: { width: 2048, height: 2048 },
  middle: { width: 1320, height: 1760 },
  small: { width: 640, height: 640 },
} as const satisfies Record<string, Size>

/** What a picture measures within a box, as sharp's `inside` has it; never more than it was. */
export function fitted({ width, height }: Size, box: Size): Size {
  const scale = Math.min(1, box.width / width, box.height / height)
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** The middle size of a picture whose large one measures this; undefined where the large one is no larger, and stands for it. */
export function middleOf(large: Size): Size | undefined {
  const size = fitted(large, boxes.middle)
  return size.width < large.width ? size : undefined
}
