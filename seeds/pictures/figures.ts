import type { Random } from '../random.ts'
import { clothes, hairs, type Mood, skins } from './moods.ts'
import { circle, group, line, oval, round, shape, tone } from './svg.ts'

type Point = [number, number]

export type Pose = {
  /** Where each hand is, from the figure's feet; the body is about 300 high. */
  hands?: [Point, Point]
  legs?: 'stand' | 'walk' | 'jump' | 'sit' | 'none'
  /** -1 looks left, 1 looks right, 2 turns the back to us. */
  look?: number
  flip?: boolean
  turn?: number
  grownUp?: boolean
  dressed?: Mood['dressed']
}

const poses: Record<string, [Point, Point]> = {
  down: [
    [-66, -104],
    [66, -104],
  ],
  forward: [
    [-58, -128],
    [58, -128],
  ],
  up: [
    [-88, -262],
    [88, -262],
  ],
  wave: [
    [-66, -104],
    [98, -270],
  ],
  point: [
    [-62, -104],
    [112, -196],
  ],
  hold: [
    [-30, -142],
    [30, -142],
  ],
}

export function hands(name: keyof typeof poses): [Point, Point] {
  return poses[name]!
}

/** A child (or a grown-up) with feet at x, y. Hair, skin and clothes come from the random source: everybody is somebody. */
export function figure(random: Random, mood: Mood, x: number, y: number, scale: number, pose: Pose = {}): string {
  const dressed = pose.dressed ?? mood.dressed
  const coat = random.pick(clothes)
  const second = random.pick(clothes.filter((color) => color !== coat))
  const skin = random.pick(skins)
  const hair = random.pick(hairs)
  const style = random.int(0, 5)
  const look = pose.look ?? random.pick([-0.6, 0, 0.6])
  const drop = pose.legs === 'sit' ? 62 : 0
  const [left, right] = pose.hands ?? poses.down!
  const shadow =
    pose.legs === 'none' ? '' : oval(0, 2, 74, 13, '#1d2b33', `opacity="${pose.legs === 'jump' ? 0.12 : 0.2}"`)
  const body = [
    legs(pose.legs ?? 'stand', dressed === 'light' ? second : tone(second, -0.25), dressed),
    group(0, drop, 1, [
      behindHead(style, hair, dressed),
      torso(coat, second, dressed, random.int(0, 2)),
      arm(-1, left, coat, dressed === 'warm' ? second : skin),
      arm(1, right, coat, dressed === 'warm' ? second : skin),
      head(skin, hair, style, look, dressed, coat, second),
    ]),
  ]
  const size = pose.grownUp ? scale * 1.45 : scale
  const lifted = pose.legs === 'jump' ? -46 * size : 0
  return group(x, y, size, [shadow]) + group(x, y + lifted, size, body, pose.turn ?? 0, pose.flip)
}

function legs(kind: NonNullable<Pose['legs']>, color: string, dressed: Mood['dressed']): string {
  const boot = dressed === 'light' ? '#7a4a35' : '#2f3e46'
  const leg = (d: string) => line(d, color, 38)
  const foot = (x: number, y: number, turn = 0) => group(x, y, 1, [round(-20, -24, 46, 27, 12, boot)], turn)
  if (kind === 'none') return ''
  if (kind === 'walk') return leg('M-14 -96 L-38 -26') + leg('M14 -96 L40 -28') + foot(-42, -2) + foot(40, -6, -12)
  if (kind === 'jump')
    return leg('M-20 -96 L-48 -44') + leg('M20 -96 L50 -48') + foot(-58, -20, 16) + foot(52, -22, -18)
  if (kind === 'sit') return leg('M-22 -34 L-70 -20') + leg('M22 -34 L70 -20') + foot(-92, -2, -8) + foot(84, -4, 8)
  return leg('M-22 -96 L-24 -26') + leg('M22 -96 L24 -26') + foot(-28, -1) + foot(22, -1)
}

function torso(coat: string, second: string, dressed: Mood['dressed'], detail: number): string {
  const body = shape('M-40 -206 Q0 -222 40 -206 Q58 -150 66 -86 Q0 -68 -66 -86 Q-58 -150 -40 -206Z', coat)
  const shade = shape('M40 -206 Q58 -150 66 -86 Q44 -79 20 -77 Q36 -140 22 -211Z', tone(coat, -0.22), 'opacity=".5"')
  if (dressed === 'rain')
    return (
      body +
      shade +
      line('M0 -206 L0 -80', tone(coat, -0.3), 4) +
      line('M-61 -110 Q0 -92 61 -110', '#f3efdc', 9, 'opacity=".85"')
    )
  if (dressed === 'warm')
    return (
      body +
      shade +
      line('M-52 -160 Q0 -148 52 -160', tone(coat, -0.2), 4) +
      line('M-58 -122 Q0 -108 58 -122', tone(coat, -0.2), 4) +
      line('M-34 -204 Q0 -186 34 -204', second, 24)
    )
  const stripes = [-176, -146, -116]
    .map((y) => line(`M${-50 - (y + 176) / 5} ${y} Q0 ${y + 14} ${50 + (y + 176) / 5} ${y}`, tone(coat, 0.5), 9))
    .join('')
  const details = [stripes, circle(0, -146, 20, tone(coat, 0.45)), ''][detail]!
  return body + details + shade
}

function arm(side: number, [x, y]: Point, coat: string, hand: string): string {
  const bend = (side * 44 + x) / 2 + side * 22
  return (
    line(`M${side * 40} -188 Q${bend} ${(-188 + y) / 2 + 14} ${x} ${y}`, tone(coat, side > 0 ? -0.14 : 0.04), 33) +
    circle(x, y, 17, hand)
  )
}

function behindHead(style: number, hair: string, dressed: Mood['dressed']): string {
  if (dressed === 'rain') return ''
  if (style === 1) return shape('M-56 -250 Q-64 -190 -48 -168 L48 -168 Q64 -190 56 -250Z', hair)
  if (style === 2) return line('M-46 -232 Q-72 -200 -60 -166', hair, 24) + line('M46 -232 Q72 -200 60 -166', hair, 24)
  return ''
}

function head(
  skin: string,
  hair: string,
  style: number,
  look: number,
  dressed: Mood['dressed'],
  coat: string,
  second: string,
): string {
  if (look === 2) return backOfHead(hair, dressed, coat, second)
  const dx = look * 12
  const face = [
    circle(0, -254, 54, skin),
    circle(-30 + dx, -238, 11, '#e2735a', 'opacity=".35"'),
    circle(30 + dx, -238, 11, '#e2735a', 'opacity=".35"'),
    circle(-18 + dx, -254, 5.5, '#2d2622'),
    circle(18 + dx, -254, 5.5, '#2d2622'),
    line(`M${-12 + dx} -233 Q${dx} -221 ${12 + dx} -233`, '#8d3f30', 4.5),
  ].join('')
  if (dressed === 'rain')
    return (
      circle(0, -256, 70, coat) +
      circle(0, -256, 70, tone(coat, -0.25), 'opacity=".35"') +
      face +
      shape('M-56 -262 Q-30 -292 0 -296 Q32 -292 56 -262 Q34 -318 0 -318 Q-34 -318 -56 -262Z', hair) +
      line('M-60 -238 A64 64 0 1 1 60 -238', coat, 17)
    )
  if (dressed === 'warm')
    return (
      face +
      shape('M-58 -268 Q-56 -330 0 -332 Q56 -330 58 -268Z', second) +
      line('M-52 -270 Q0 -286 52 -270', tone(second, 0.35), 24) +
      circle(0, -336, 18, tone(second, 0.45)) +
      (style < 3 ? line('M-54 -252 Q-60 -226 -54 -210 M54 -252 Q60 -226 54 -210', hair, 15) : '')
    )
  return face + hairdo(style, hair, second)
}

function hairdo(style: number, hair: string, second: string): string {
  const cap = shape('M-57 -250 Q-64 -316 0 -318 Q64 -316 57 -250 Q46 -288 8 -290 Q-40 -288 -57 -250Z', hair)
  if (style === 0) return cap + circle(0, -326, 25, hair) + line('M-16 -312 Q0 -306 16 -312', second, 8)
  if (style === 1)
    return shape('M-58 -236 Q-66 -318 0 -318 Q66 -318 58 -236 Q54 -280 34 -288 L-34 -288 Q-54 -280 -58 -236Z', hair)
  if (style === 3) {
    const curls: Point[] = [
      [-50, -272],
      [-40, -300],
      [-14, -316],
      [14, -317],
      [40, -300],
      [51, -272],
      [0, -296],
      [-24, -294],
      [24, -294],
    ]
    return curls.map(([x, y]) => circle(x, y, 23, hair)).join('')
  }
  if (style === 4) return cap + shape('M-20 -314 Q12 -346 34 -312Z', hair)
  return cap
}

function backOfHead(hair: string, dressed: Mood['dressed'], coat: string, second: string): string {
  if (dressed === 'rain')
    return circle(0, -256, 68, coat) + shape('M0 -322 Q26 -256 0 -196', tone(coat, -0.2), 'opacity=".5"')
  if (dressed === 'warm')
    return (
      circle(0, -254, 55, hair) +
      shape('M-58 -258 Q-56 -330 0 -332 Q56 -330 58 -258Z', second) +
      line('M-52 -258 Q0 -246 52 -258', tone(second, 0.35), 22) +
      circle(0, -336, 18, tone(second, 0.45))
    )
  return circle(0, -258, 58, hair) + line('M-20 -300 Q-6 -270 -14 -224', tone(hair, 0.2), 5, 'opacity=".6"')
}
