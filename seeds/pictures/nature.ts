import type { Random } from '../random.ts'
import type { Mood } from './moods.ts'
import { circle, glow, gradient, group, HEIGHT, line, oval, rect, shape, spread, times, tone, WIDTH } from './svg.ts'

/** Sky with sun or moon, clouds and three lines of hills, down to the ground at `horizon`. */
export function landscape(random: Random, mood: Mood, horizon = 560): string {
  const sunX = spread(random, 180, 1020)
  const sun = mood.dark
    ? glow('moon', sunX, 150, 190, '#fff3d6', 0.5) + circle(sunX, 150, 46, '#fdf3dc')
    : mood.weather === 'rain'
      ? ''
      : glow('sun', sunX, 170, 260, '#fff6d8', 0.9) +
        circle(sunX, 170, 62, mood.weather === 'snow' ? '#fff4e4' : '#ffe7a8')
  return [
    gradient('sky', mood.sky[0], mood.sky[1]),
    rect(0, 0, WIDTH, HEIGHT, 'url(#sky)'),
    sun,
    mood.dark ? stars(random) : clouds(random, mood),
    hills(random, mood.far, horizon - 110, 60),
    treeLine(random, mood, horizon - 50),
    hills(random, mood.mid, horizon - 40, 44),
    hills(random, mood.near, horizon, 26),
    ground(random, mood, horizon),
  ].join('')
}

export function ground(random: Random, mood: Mood, horizon: number): string {
  const edge = `M0 ${horizon + 24} Q300 ${horizon - 8} 620 ${horizon + 18} T1200 ${horizon + 6} V900 H0Z`
  const shade = `M0 ${horizon + 150} Q380 ${horizon + 90} 720 ${horizon + 160} T1200 ${horizon + 120} V900 H0Z`
  const snowy = mood.weather === 'snow'
  return [
    shape(edge, mood.ground),
    shape(shade, tone(mood.ground, snowy ? -0.05 : -0.09)),
    snowy ? sparkles(random, horizon) : tufts(random, mood, horizon),
  ].join('')
}

export function spruce(x: number, y: number, height: number, color: string, snow = false): string {
  const w = height * 0.24
  const tier = (i: number) => {
    const top = -height + i * height * 0.21
    const half = w * (0.46 + i * 0.19)
    const foot = top + height * 0.36
    return (
      shape(
        `M0 ${top} Q${half * 0.35} ${foot - height * 0.1} ${half} ${foot} Q0 ${foot + height * 0.05} ${-half} ${foot} Q${-half * 0.35} ${foot - height * 0.1} 0 ${top}Z`,
        tone(color, 0.05 * (3 - i)),
      ) +
      shape(
        `M0 ${top} Q${half * 0.35} ${foot - height * 0.1} ${half} ${foot} Q${half * 0.5} ${foot + height * 0.03} 0 ${foot + height * 0.025}Z`,
        tone(color, -0.22),
        'opacity=".5"',
      ) +
      (snow
        ? shape(
            `M0 ${top} Q${half * 0.25} ${top + height * 0.14} ${half * 0.5} ${top + height * 0.19} Q0 ${top + height * 0.15} ${-half * 0.5} ${top + height * 0.19} Q${-half * 0.25} ${top + height * 0.14} 0 ${top}Z`,
            '#f7fafa',
            'opacity=".92"',
          )
        : '')
    )
  }
  return group(x, y, 1, [
    rect(-height * 0.03, -height * 0.1, height * 0.06, height * 0.12, '#6b4a35'),
    times(4, (i) => tier(3 - i)),
  ])
}

export function birch(random: Random, mood: Mood, x: number, y: number, height: number): string {
  const w = height * 0.05
  const marks = times(7, (i) =>
    line(`M${-w * 0.8} ${-height * (0.1 + i * 0.09)} h${spread(random, w * 0.5, w * 1.2)}`, '#4a4540', 4),
  )
  const crown = bare(mood) ? branches(height) : leaves(random, mood, height * 0.78, height * 0.27)
  return group(x, y, 1, [
    shape(
      `M${-w} 0 L${-w * 0.6} ${-height * 0.9} L${w * 0.6} ${-height * 0.9} L${w} 0Z`,
      mood.dark ? '#b9c0d0' : '#f6f1e6',
    ),
    marks,
    crown,
  ])
}

export function leafTree(random: Random, mood: Mood, x: number, y: number, height: number, fruit?: string): string {
  const w = height * 0.06
  const trunk = shape(
    `M${-w * 1.3} 0 Q${-w * 0.6} ${-height * 0.3} ${-w * 0.5} ${-height * 0.6} L${w * 0.5} ${-height * 0.6} Q${w * 0.6} ${-height * 0.3} ${w * 1.4} 0Z`,
    '#7b5640',
  )
  const crown = bare(mood) && !fruit ? branches(height) : leaves(random, mood, height * 0.68, height * 0.32)
  const fruits = fruit
    ? times(16, () => {
        const angle = spread(random, 0, Math.PI * 2)
        const away = height * spread(random, 0.05, 0.27)
        const fx = Math.cos(angle) * away
        const fy = -height * 0.69 + Math.sin(angle) * away
        return circle(fx, fy, 13, fruit) + circle(fx - 4, fy - 4, 4, '#fff', 'opacity=".5"')
      })
    : ''
  return group(x, y, 1, [
    trunk,
    line(
      `M0 ${-height * 0.35} L${height * 0.14} ${-height * 0.55} M0 ${-height * 0.42} L${-height * 0.15} ${-height * 0.58}`,
      '#7b5640',
      w * 0.7,
    ),
    crown,
    fruits,
  ])
}

export function pine(random: Random, mood: Mood, x: number, y: number, height: number): string {
  const w = height * 0.028
  const green = mood.dark ? '#27445a' : mood.weather === 'snow' ? '#5b8780' : '#557f5a'
  const blobs = times(7, (i) =>
    oval(
      spread(random, -height * 0.12, height * 0.12),
      -height * (0.66 + (i % 4) * 0.09),
      height * spread(random, 0.09, 0.15),
      height * 0.055,
      tone(green, spread(random, -0.15, 0.2)),
    ),
  )
  return group(x, y, 1, [
    shape(
      `M${-w * 1.3} 0 L${-w * 0.7} ${-height * 0.9} L${w * 0.7} ${-height * 0.9} L${w * 1.3} 0Z`,
      mood.dark ? '#57424d' : '#b0744d',
    ),
    shape(
      `M${w * 0.2} 0 L${w * 0.1} ${-height * 0.9} L${w * 0.7} ${-height * 0.9} L${w * 1.3} 0Z`,
      '#5d3a2c',
      'opacity=".3"',
    ),
    blobs,
  ])
}

/** A wood of mixed trees behind, leaving room in front. */
export function wood(random: Random, mood: Mood, y: number, count = 9, height = 420): string {
  const snow = mood.weather === 'snow'
  return times(count, (i) => {
    const x = ((i + 0.5) / count) * WIDTH + spread(random, -46, 46)
    const h = height * spread(random, 0.75, 1.15)
    const foot = y + spread(random, -26, 14)
    const kind = random.int(0, 4)
    if (kind < 2) return spruce(x, foot, h, tone(snow ? mood.near : '#4f7f5e', mood.dark ? -0.35 : 0), snow)
    if (kind === 2) return birch(random, mood, x, foot, h)
    if (kind === 3) return pine(random, mood, x, foot, h * 1.1)
    return leafTree(random, mood, x, foot, h * 0.85)
  })
}

export function bush(random: Random, mood: Mood, x: number, y: number, size: number): string {
  return times(6, (i) =>
    circle(
      x + (i - 2.5) * size * 0.3,
      y - size * 0.3 - spread(random, 0, size * 0.3),
      size * spread(random, 0.26, 0.4),
      tone(random.pick(mood.leaves), bare(mood) ? 0.5 : 0),
    ),
  )
}

export function rock(x: number, y: number, size: number, mood: Mood): string {
  const stone = mood.dark ? '#5b6784' : '#9a9c98'
  return group(x, y, size, [
    shape('M-60 0 Q-64 -44 -24 -56 Q20 -70 48 -34 Q66 -10 60 0Z', stone),
    shape('M48 -34 Q66 -10 60 0 L-4 0 Q40 -14 48 -34Z', tone(stone, -0.25)),
    mood.weather === 'snow'
      ? shape('M-52 -34 Q-24 -62 8 -62 Q34 -58 48 -34 Q20 -46 0 -40 Q-28 -34 -52 -34Z', '#f7fafa')
      : shape('M-50 -36 Q-24 -60 6 -60 Q-10 -44 -50 -36Z', '#8ba266'),
  ])
}

/** Rain, snowfall or drifting leaves, in front of everything. */
export function air(random: Random, mood: Mood): string {
  if (mood.weather === 'rain')
    return times(70, () => {
      const x = spread(random, 0, WIDTH)
      const y = spread(random, -20, HEIGHT)
      return line(`M${x} ${y} l-8 34`, '#ffffff', 3, 'opacity=".38"')
    })
  if (mood.weather === 'snow')
    return times(60, () =>
      circle(spread(random, 0, WIDTH), spread(random, 0, HEIGHT), spread(random, 2, 6), '#ffffff', 'opacity=".85"'),
    )
  return ''
}

export function fallenLeaves(random: Random, mood: Mood, top: number, count: number): string {
  return times(count, () =>
    leaf(
      spread(random, 0, WIDTH),
      spread(random, top, 890),
      spread(random, 0.5, 1),
      random.pick(mood.leaves),
      spread(random, 0, 360),
    ),
  )
}

export function leaf(x: number, y: number, size: number, color: string, turn: number): string {
  return group(
    x,
    y,
    size,
    [shape('M0 -26 Q24 -8 0 26 Q-24 -8 0 -26Z', color), line('M0 -18 L0 32', tone(color, -0.3), 3)],
    turn,
  )
}

export function flower(x: number, y: number, size: number, color: string): string {
  return group(x, y, size, [
    line('M0 0 Q3 -20 0 -40', '#5f8f53', 5),
    shape('M0 -10 Q18 -24 22 -12 Q12 -4 0 -8Z', '#6fa05c'),
    times(6, (i) => group(0, -44, 1, [oval(0, -11, 7, 12, color)], i * 60)),
    circle(0, -44, 7, '#f2c14a'),
  ])
}

function bare(mood: Mood): boolean {
  return mood.weather === 'snow'
}

function leaves(random: Random, mood: Mood, y: number, size: number): string {
  const spots: [number, number, number][] = [
    [-0.6, 0.25, 0.52],
    [0.62, 0.22, 0.52],
    [-0.34, -0.3, 0.58],
    [0.36, -0.32, 0.56],
    [0, 0.1, 0.72],
    [0, -0.55, 0.46],
  ]
  const main = random.pick(mood.leaves)
  return (
    spots
      .map(([dx, dy, r]) => circle(dx * size, -y + dy * size, r * size, tone(main, spread(random, -0.1, 0.12))))
      .join('') +
    times(14, () =>
      oval(
        spread(random, -0.8, 0.8) * size,
        -y + spread(random, -0.7, 0.5) * size,
        size * 0.1,
        size * 0.06,
        tone(main, spread(random, 0.2, 0.4)),
        'opacity=".7"',
      ),
    )
  )
}

function branches(height: number): string {
  const limbs: [number, number, number][] = [
    [0.38, 1, 0.24],
    [0.45, -1, 0.26],
    [0.55, 1, 0.2],
    [0.63, -1, 0.18],
    [0.74, 1, 0.13],
    [0.8, -1, 0.1],
  ]
  const limb = ([start, side, reach]: [number, number, number]) => {
    const x = side * height * reach
    const y = -height * (start + reach * 0.95)
    const midX = x * 0.62
    const midY = -height * start * 0.35 + y * 0.65
    return (
      line(
        `M0 ${-height * start} Q${x * 0.5} ${-height * (start + reach * 0.25)} ${x} ${y}`,
        '#6d5a52',
        height * 0.014,
      ) +
      line(`M${midX} ${midY} q${x * 0.1} ${-height * 0.05} ${-x * 0.02} ${-height * 0.1}`, '#6d5a52', height * 0.008) +
      line(
        `M${midX * 0.7} ${midY * 0.9 - height * start * 0.1} q${x * 0.26} ${-height * 0.02} ${x * 0.44} ${-height * 0.06}`,
        '#6d5a52',
        height * 0.007,
      )
    )
  }
  return line(`M0 ${-height * 0.3} V${-height * 0.96}`, '#6d5a52', height * 0.016) + limbs.map(limb).join('')
}

function hills(random: Random, color: string, y: number, swell: number): string {
  const a = spread(random, -swell, swell)
  const b = spread(random, -swell, swell)
  return shape(
    `M0 ${y + a} C200 ${y - swell + b} 380 ${y + swell} 600 ${y + b * 0.4} S1000 ${y - swell} 1200 ${y - a * 0.5} V900 H0Z`,
    color,
  )
}

function treeLine(random: Random, mood: Mood, y: number): string {
  const color = tone(mood.far, -0.16)
  return times(34, (i) => {
    const h = spread(random, 40, 92)
    const x = i * 36 + spread(random, -12, 12)
    return shape(`M${x - h * 0.22} ${y + 30} L${x} ${y - h + 30} L${x + h * 0.22} ${y + 30}Z`, color)
  })
}

function clouds(random: Random, mood: Mood): string {
  const color = mood.weather === 'rain' ? '#c3ccce' : '#ffffff'
  return times(mood.weather === 'rain' ? 5 : 3, () => {
    const x = spread(random, 40, 1100)
    const y = spread(random, 60, 260)
    const s = spread(random, 0.7, 1.5)
    return group(
      x,
      y,
      s,
      [
        oval(0, 0, 90, 24, color),
        circle(-34, -16, 30, color),
        circle(10, -28, 40, color),
        circle(46, -12, 26, color),
      ].map((part) => part.replace('/>', ' opacity=".72"/>')),
    )
  })
}

function stars(random: Random): string {
  return times(40, () =>
    circle(spread(random, 0, WIDTH), spread(random, 0, 330), spread(random, 1, 3), '#fff7e0', 'opacity=".8"'),
  )
}

function tufts(random: Random, mood: Mood, horizon: number): string {
  return times(46, () => {
    const y = spread(random, horizon + 50, 890)
    const s = 0.5 + (y - horizon) / 500
    const x = spread(random, 0, WIDTH)
    return line(
      `M${x} ${y} q${-5 * s} ${-14 * s} ${-9 * s} ${-20 * s} M${x} ${y} q0 ${-16 * s} ${2 * s} ${-25 * s} M${x} ${y} q${5 * s} ${-12 * s} ${11 * s} ${-17 * s}`,
      tone(mood.ground, -0.22),
      4 * s,
      'opacity=".7"',
    )
  })
}

function sparkles(random: Random, horizon: number): string {
  return times(30, () =>
    oval(
      spread(random, 0, WIDTH),
      spread(random, horizon + 60, 890),
      spread(random, 20, 70),
      spread(random, 3, 7),
      '#c9d8e3',
      'opacity=".5"',
    ),
  )
}
