import type { Random } from '../random.ts'
import type { Mood } from './moods.ts'
import { clothes } from './moods.ts'
import { spruce } from './nature.ts'
import { circle, glow, gradient, group, line, oval, rect, round, shape, spread, times, tone } from './svg.ts'

/** A room: wall, panel and floor, a window to the season outside, and what hangs on the wall. */
export function room(
  random: Random,
  mood: Mood,
  options: { window?: number | null; bunting?: boolean; art?: boolean } = {},
): string {
  const x = options.window === undefined ? random.pick([120, 760]) : options.window
  return [
    rect(0, 0, 1200, 620, mood.wall),
    rect(0, 430, 1200, 190, tone(mood.panel, 0.12)),
    times(20, (i) => line(`M${i * 62 + 20} 446 V604`, tone(mood.panel, -0.1), 3, 'opacity=".35"')),
    rect(0, 424, 1200, 14, tone(mood.panel, 0.4)),
    rect(0, 600, 1200, 26, tone(mood.panel, 0.45)),
    rect(0, 622, 1200, 278, mood.floor),
    times(6, (i) => line(`M0 ${650 + i * i * 9 + i * 12} H1200`, tone(mood.floor, -0.14), 3, 'opacity=".6"')),
    times(14, (i) =>
      line(`M${i * 97 - 40 + (i % 3) * 30} ${650 + (i % 4) * 60} v46`, tone(mood.floor, -0.14), 3, 'opacity=".5"'),
    ),
    x === null ? '' : windowTo(random, mood, x, 70),
    options.art === false || x === null ? '' : art(random, mood, x > 500 ? 150 : 640),
    options.bunting ? bunting(random) : '',
    mood.dark ? rect(0, 0, 1200, 900, '#3a2340', 'opacity=".12"') + glow('lamp', 600, 260, 620, '#ffdf9e', 0.55) : '',
  ].join('')
}

export function windowTo(random: Random, mood: Mood, x: number, y: number): string {
  const w = 320
  const h = 300
  const snow = mood.weather === 'snow'
  return [
    gradient('pane', mood.sky[0], mood.sky[1]),
    round(x - 18, y - 18, w + 36, h + 36, 10, tone(mood.panel, 0.55)),
    rect(x, y, w, h, 'url(#pane)'),
    `<clipPath id="view"><rect x="${x}" y="${y}" width="${w}" height="${h}"/></clipPath><g clip-path="url(#view)">`,
    oval(x + 70, y + h, 240, 110, mood.far),
    oval(x + 270, y + h + 10, 220, 120, mood.mid),
    times(4, (i) =>
      spruce(
        x + 30 + i * 88 + spread(random, -14, 14),
        y + h - 20,
        spread(random, 110, 190),
        tone(snow ? mood.near : '#56866a', mood.dark ? -0.3 : 0.1),
        snow,
      ),
    ),
    rect(x, y + h - 34, w, 40, mood.ground),
    mood.weather === 'rain'
      ? times(22, () =>
          line(`M${x + spread(random, 0, w)} ${y + spread(random, 0, h)} l-5 22`, '#fff', 3, 'opacity=".5"'),
        )
      : '',
    snow
      ? times(26, () => circle(x + spread(random, 0, w), y + spread(random, 0, h), spread(random, 2, 5), '#fff'))
      : '',
    '</g>',
    rect(x + w / 2 - 7, y, 14, h, tone(mood.panel, 0.55)),
    rect(x, y + h / 2 - 7, w, 14, tone(mood.panel, 0.55)),
    round(x - 34, y + h + 16, w + 68, 24, 8, tone(mood.panel, 0.65)),
  ].join('')
}

/** A wide table seen from the front; what lies on it is drawn by the caller, on top, around y + 20. */
export function table(mood: Mood, y = 640, x = 90, w = 1020): string {
  const wood = tone(mood.wood, 0.3)
  return [
    oval(x + w / 2, y + 232, w * 0.5, 22, '#3a2a20', 'opacity=".18"'),
    rect(x + 40, y + 40, 38, 200, tone(mood.wood, -0.1)),
    rect(x + w - 78, y + 40, 38, 200, tone(mood.wood, -0.1)),
    shape(`M${x + 30} ${y - 30} H${x + w - 30} L${x + w} ${y + 50} H${x}Z`, wood),
    times(4, (i) =>
      line(`M${x + 60 + i * 210} ${y - 10 + (i % 2) * 26} q60 7 130 0`, tone(wood, -0.12), 3, 'opacity=".7"'),
    ),
    round(x, y + 46, w, 30, 8, tone(wood, -0.2)),
  ].join('')
}

/** The table top seen straight from above, as when one photographs what lies on it. */
export function tabletop(random: Random, mood: Mood): string {
  const wood = tone(mood.wood, 0.38)
  return (
    rect(0, 0, 1200, 900, wood) +
    times(5, (i) => rect(0, i * 180, 1200, 176, tone(wood, (i % 2 ? 1 : -1) * 0.045))) +
    times(26, () => {
      const x = spread(random, -100, 1100)
      const y = spread(random, 10, 890)
      return line(
        `M${x} ${y} q${spread(random, 60, 140)} ${spread(random, -8, 8)} ${spread(random, 160, 320)} 0`,
        tone(wood, -0.1),
        3,
        'opacity=".5"',
      )
    })
  )
}

export function rug(x: number, y: number, w: number, color: string): string {
  return [
    oval(x, y, w, w * 0.23, tone(color, -0.08)),
    oval(x, y - 4, w * 0.95, w * 0.21, color),
    oval(x, y - 4, w * 0.74, w * 0.155, tone(color, 0.35)),
    oval(x, y - 4, w * 0.66, w * 0.135, tone(color, 0.12)),
    oval(x, y - 4, w * 0.36, w * 0.07, tone(color, 0.4)),
  ].join('')
}

export function shelf(random: Random, mood: Mood, x: number, y: number, w = 300): string {
  const wood = tone(mood.wood, 0.2)
  const books = (top: number) => {
    let at = x + 18
    let out = ''
    while (at < x + w - 46) {
      const wide = spread(random, 16, 34)
      const high = spread(random, 62, 96)
      const color = random.pick(clothes)
      out +=
        round(at, top + 112 - high, wide, high, 3, color) +
        rect(at + 3, top + 122 - high, wide - 6, 6, tone(color, 0.5))
      at += wide + 4
    }
    return out
  }
  return (
    round(x, y, w, 270, 8, wood) +
    rect(x + 12, y + 12, w - 24, 112, tone(wood, -0.35)) +
    rect(x + 12, y + 138, w - 24, 118, tone(wood, -0.35)) +
    books(y + 12) +
    books(y + 142)
  )
}

export function lamp(x: number, color: string): string {
  return (
    line(`M${x} 0 V92`, '#4a4340', 5) +
    glow(`l${x}`, x, 150, 190, '#fff1c4', 0.6) +
    shape(`M${x - 70} 150 Q${x - 62} 90 ${x} 88 Q${x + 62} 90 ${x + 70} 150Z`, color) +
    oval(x, 150, 70, 13, '#fff4d2')
  )
}

export function plant(x: number, y: number, scale: number, pot = '#c96f4a'): string {
  const leafAt = (turn: number) =>
    group(
      0,
      -64,
      1,
      [shape('M0 0 Q30 -50 0 -112 Q-30 -50 0 0Z', turn % 2 ? '#5f9463' : '#74a96f'), line('M0 0 V-90', '#4a7a52', 3)],
      turn,
    )
  return group(x, y, scale, [
    [-58, -31, 0, 29, 57].map(leafAt).join(''),
    shape('M-44 -70 H44 L34 0 H-34Z', pot),
    rect(-50, -84, 100, 22, tone(pot, 0.15)),
  ])
}

export function bunting(random: Random): string {
  return (
    line('M0 26 Q600 128 1200 26', '#7a6a5c', 4) +
    times(15, (i) => {
      const x = 40 + i * 80
      const t = x / 1200
      const y = 26 + 102 * 2 * t * (1 - t)
      return shape(`M${x - 26} ${y} H${x + 26} L${x} ${y + 54}Z`, random.pick(clothes))
    })
  )
}

function art(random: Random, mood: Mood, x: number): string {
  return times(3, (i) => {
    const ax = x + i * 138
    const ay = 120 + (i % 2) * 60
    const a = random.pick(clothes)
    const b = random.pick(clothes)
    const motifs = [
      circle(ax + 55, ay + 60, 30, a) +
        line(`M${ax + 20} ${ay + 118} Q${ax + 55} ${ay + 84} ${ax + 92} ${ay + 118}`, b, 9),
      shape(
        `M${ax + 16} ${ay + 120} L${ax + 44} ${ay + 46} L${ax + 66} ${ay + 92} L${ax + 78} ${ay + 68} L${ax + 96} ${ay + 120}Z`,
        a,
      ) + circle(ax + 82, ay + 36, 14, b),
      times(5, (k) =>
        line(`M${ax + 22 + k * 17} ${ay + 122} q-8 -40 ${k * 4 - 8} -${60 + (k % 3) * 16}`, k % 2 ? a : b, 8),
      ),
    ]
    return (
      round(ax, ay, 112, 144, 4, '#fffaf0') +
      motifs[(i + random.int(0, 2)) % 3]! +
      round(ax + 46, ay - 10, 20, 18, 4, tone(mood.panel, -0.2))
    )
  })
}
