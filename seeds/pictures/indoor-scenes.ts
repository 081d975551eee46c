import type { Random } from '../random.ts'
import { figure, hands } from './figures.ts'
import { lamp, plant, room, rug, shelf, table } from './indoors.ts'
import { clothes, type Mood } from './moods.ts'
import { apple, basket, bowl, notebook } from './outdoors.ts'
import type { Scene } from './scene.ts'
import { circle, glow, group, line, oval, rect, round, shape, spread, times, tone } from './svg.ts'

const inside: Scene['moods'] = ['spring', 'autumn', 'dusk']

export const indoorScenes: Record<string, Scene> = {
  blocks: {
    moods: inside,
    alt: 'Barn bygger höga torn av träklossar på en matta.',
    draw: (r, m) => [
      room(r, m),
      rug(600, 790, 560, r.pick(['#8fb0a5', '#c58b6b', '#8c9fc0'])),
      tower(r, 600, 800, 7),
      tower(r, 470, 810, 4),
      tower(r, 740, 806, 5),
      figure(r, m, 280, 830, 1.2, {
        legs: 'sit',
        look: 0.8,
        hands: [
          [30, -160],
          [96, -150],
        ],
      }),
      figure(r, m, 920, 800, 1.2, {
        look: -0.8,
        hands: [
          [-120, -200],
          [-60, -130],
        ],
      }),
      times(7, (i) => block(r, 400 + i * 66, 866, 40)),
    ],
  },
  reading: {
    moods: inside,
    alt: 'En pedagog läser högt ur en bilderbok för barn i en soffa.',
    draw: (r, m) => [
      room(r, m, { window: 120, art: false }),
      shelf(r, m, 840, 330),
      lamp(640, '#d98e4a'),
      sofa(r.pick(['#5f8a83', '#a8645a', '#7d84a8'])),
      figure(r, m, 400, 812, 1.12, { legs: 'sit', look: 0.7, dressed: 'light' }),
      figure(r, m, 600, 806, 0.98, { legs: 'sit', look: -0.2, grownUp: true, hands: hands('hold'), dressed: 'light' }),
      openBook(600, 700, 1.2),
      figure(r, m, 800, 812, 1.12, { legs: 'sit', look: -0.7, dressed: 'light' }),
      plant(1120, 860, 1.3),
    ],
  },
  painting: {
    moods: inside,
    alt: 'Barn målar med penslar och vattenfärg vid ett bord.',
    draw: (r, m) => [
      room(r, m, { bunting: r.chance(0.4) }),
      ...seated(r, m, 3, 'forward'),
      table(m),
      times(3, (i) => painting(r, 300 + i * 300, 668)),
      times(4, (i) => jar(r, 210 + i * 260, 640)),
    ],
  },
  shadows: {
    moods: ['dusk', 'winter'],
    alt: 'Barn spelar skuggteater bakom ett upplyst lakan.',
    draw: (r, m) => [
      rect(0, 0, 1200, 900, '#4a3b52'),
      rect(0, 700, 1200, 200, '#3b2f3f'),
      times(9, (i) => shape(`M${i * 150 - 60} 0 Q${i * 150} 120 ${i * 150 + 90} 0Z`, i % 2 ? '#9a4152' : '#b04e5c')),
      shape('M0 0 H150 Q110 360 160 720 H0Z', '#9a4152'),
      shape('M1200 0 H1050 Q1090 360 1040 720 H1200Z', '#9a4152'),
      rect(200, 130, 800, 480, '#ffe9b8'),
      glow('lamp', 600, 330, 420, '#fff7dc', 0.95),
      shadowForest(r),
      rect(186, 116, 828, 18, '#8a6549'),
      rect(186, 606, 828, 18, '#8a6549'),
      figure(r, { ...m, dressed: 'light' }, 280, 880, 1.05, { look: 2 }),
      figure(r, { ...m, dressed: 'light' }, 500, 900, 1.12, { look: 2 }),
      figure(r, { ...m, dressed: 'light' }, 730, 895, 1.1, { look: 2, hands: hands('wave') }),
      figure(r, { ...m, dressed: 'light' }, 950, 880, 1.05, { look: 2 }),
    ],
  },
  seedlings: {
    moods: ['spring', 'summer', 'winter'],
    alt: 'Barn vattnar små plantor i krukor framför fönstret.',
    draw: (r, m) => [
      room(r, m, { window: 440, art: false }),
      plant(140, 620, 1.1, '#5d8f96'),
      plant(1080, 620, 1.2),
      ...seated(r, m, 3, 'forward'),
      table(m),
      times(8, (i) => seedling(r, 180 + i * 120, 690)),
    ],
  },
  music: {
    moods: inside,
    alt: 'Barn sitter i ring och spelar trumma, tamburin och xylofon.',
    draw: (r, m) => [
      room(r, m),
      rug(600, 780, 560, r.pick(['#b8705c', '#6f9a94', '#c49a4f'])),
      notes(r),
      figure(r, m, 470, 720, 1, { legs: 'sit', look: 0.3, hands: hands('up') }),
      figure(r, m, 740, 720, 1, { legs: 'sit', look: -0.3, hands: hands('hold') }),
      figure(r, m, 250, 830, 1.2, { legs: 'sit', look: 0.8, hands: hands('forward') }),
      figure(r, m, 960, 830, 1.2, { legs: 'sit', look: -0.8, hands: hands('forward') }),
      drum(420, 860, 1.1),
      xylophone(770, 850, 1.1),
      tambourine(744, 585),
    ],
  },
  'apple-press': {
    moods: ['autumn', 'summer'],
    alt: 'Barn pressar äpplen till must vid ett bord.',
    draw: (r, m) => [
      room(r, m, { window: 120 }),
      ...seated(r, m, 2, 'forward', 40),
      table(m),
      press(600, 660),
      basket(170, 684, 0.9, '#cf4a3a'),
      times(5, (i) => apple(960 + i * 36, 650 + (i % 2) * 22, 0.7, i % 2 ? '#cf4a3a' : '#9dbb4e')),
    ],
  },
  baking: {
    moods: inside,
    alt: 'Barn i förkläde bakar bröd och formar deg på bakbordet.',
    draw: (r, m) => [
      room(r, m),
      lamp(600, '#5f8a83'),
      ...seated(r, m, 3, 'forward'),
      table(m),
      oval(600, 664, 440, 26, '#fbf3e2', 'opacity=".85"'),
      times(
        6,
        (i) =>
          oval(300 + i * 118, 664 + (i % 2) * 10, 42, 22, '#e6c08a') +
          line(`M${284 + i * 118} ${658 + (i % 2) * 10} q16 -8 32 0`, '#c99a5d', 4),
      ),
      bowl(200, 690, 1.1, '#7fa4b5'),
      line('M930 640 L1060 678', '#c08a55', 30),
      line('M912 634 L926 638 M1064 680 L1080 685', '#9c6a3b', 13),
    ],
  },
  sewing: {
    moods: inside,
    alt: 'Barn väver och syr med färgglatt garn vid ett bord.',
    draw: (r, m) => [
      room(r, m),
      ...seated(r, m, 3, 'hold'),
      table(m),
      times(3, (i) => loom(r, 290 + i * 310, 656)),
      times(6, (i) => yarn(150 + i * 180, 690, clothes[(i * 2) % clothes.length]!)),
    ],
  },
  lights: {
    moods: ['dusk'],
    alt: 'Barn pysslar vid tända ljus i ett fönster med stjärnor.',
    draw: (r, m) => [
      room(r, m, { window: 440, art: false }),
      times(2, (i) => star(220 + i * 760, 210, 78)),
      line('M220 0 V130 M980 0 V130', '#4a4340', 4),
      ...seated(r, m, 3, 'hold'),
      table(m),
      times(4, (i) => candle(480 + i * 80, 656)),
      glow('candles', 600, 620, 380, '#ffd98a', 0.42),
      times(5, (i) => starlet(r, 190 + i * 200, 684)),
    ],
  },
  shop: {
    moods: inside,
    alt: 'Barn leker affär med kassa, frukt och låtsaspengar.',
    draw: (r, m) => [
      room(r, m, { window: 800, art: false }),
      shelf(r, m, 90, 330, 320),
      awning(r),
      figure(r, m, 460, 810, 1.25, { legs: 'none', look: 0.5, hands: hands('forward') }),
      figure(r, m, 700, 810, 1.25, { legs: 'none', look: 0, hands: hands('hold') }),
      shopCounter(m),
      times(5, (i) => apple(380 + i * 44, 626, 0.6, i % 2 ? '#cf4a3a' : '#9dbb4e')),
      till(760, 650),
      figure(r, m, 1010, 860, 1.3, {
        look: -0.8,
        hands: [
          [-110, -150],
          [60, -110],
        ],
      }),
    ],
  },
  sorting: {
    moods: inside,
    alt: 'Barn sorterar kottar, stenar och löv i rader på golvet.',
    draw: (r, m) => [
      room(r, m),
      rug(600, 790, 540, r.pick(['#a8b78f', '#c99a6a', '#93a9b8'])),
      figure(r, m, 260, 800, 1.2, {
        legs: 'sit',
        look: 0.8,
        hands: [
          [20, -110],
          [110, -90],
        ],
      }),
      figure(r, m, 600, 730, 1.05, { legs: 'sit', look: 0, hands: hands('forward') }),
      figure(r, m, 950, 800, 1.2, {
        legs: 'sit',
        look: -0.8,
        hands: [
          [-110, -90],
          [-20, -110],
        ],
      }),
      times(3, (row) => times(7, (i) => token(r, row, 410 + i * 64, 780 + row * 42))),
    ],
  },
  ramp: {
    moods: inside,
    alt: 'Barn bygger en kulbana och ser kulorna rulla.',
    draw: (r, m) => [
      room(r, m),
      line('M250 330 L560 430', '#c08a55', 26),
      line('M640 430 L360 560', '#d4a06a', 26),
      line('M300 570 L820 700', '#c08a55', 26),
      line('M820 700 H1010', '#d4a06a', 26),
      line('M250 330 V800 M560 430 V800 M820 700 V820', '#94602f', 14),
      ...[
        [330, 334],
        [500, 474],
        [470, 590],
        [700, 648],
      ].map(([x, y], i) => circle(x!, y!, 19, clothes[i * 2]!) + circle(x! - 6, y! - 6, 5, '#fff')),
      basket(1050, 820, 0.9, '#4f9aa5'),
      figure(r, m, 160, 850, 1.3, {
        look: 0.8,
        hands: [
          [60, -250],
          [96, -170],
        ],
      }),
      figure(r, m, 690, 880, 1.2, { legs: 'sit', look: 0.4, hands: hands('up') }),
      figure(r, m, 950, 860, 1.2, { look: -0.8, hands: hands('point'), flip: true }),
    ],
  },
  experiment: {
    moods: inside,
    alt: 'Elever undersöker färgat vatten i glas och skålar vid ett bord.',
    draw: (r, m) => [
      room(r, m),
      ...seated(r, m, 3, 'forward'),
      table(m),
      times(7, (i) =>
        glass(
          200 + i * 135,
          684,
          ['#d4573c', '#e4a135', '#e4c141', '#6b9150', '#4f9aa5', '#44669a', '#83598a'][i]!,
          40 + ((i * 37) % 50),
        ),
      ),
      notebook(1010, 670),
    ],
  },
  dance: {
    moods: inside,
    alt: 'Barn dansar med färgade tygband i ett rum.',
    draw: (r, m) => [
      room(r, m, { bunting: true }),
      rug(600, 800, 560, '#c9a6b8'),
      ...[240, 500, 740, 980].map(
        (x, i) =>
          ribbon(clothes[(i * 2 + 1) % clothes.length]!, x + 104, 500 + (i % 2) * 40) +
          figure(r, m, x, 800 + (i % 2) * 40, 1.12, { legs: i % 2 ? 'jump' : 'walk', hands: hands('wave') }),
      ),
    ],
  },
  woodwork: {
    moods: inside,
    alt: 'Barn sågar och hamrar vid en snickarbänk.',
    draw: (r, m) => [
      room(r, m, { art: false }),
      toolWall(m),
      ...seated(r, m, 3, 'forward'),
      table(m),
      round(260, 626, 260, 30, 4, '#dcb47e'),
      group(
        420,
        610,
        1,
        [shape('M-100 0 L90 -40 L96 -10 L-96 14Z', '#c9d1d3'), round(80, -52, 66, 50, 14, '#b4503b')],
        -8,
      ),
      round(640, 640, 190, 26, 4, '#cf9f66'),
      group(760, 620, 1, [line('M0 0 L70 -70', '#a97e55', 14), round(44, -108, 74, 34, 8, '#6d7884')], 10),
      times(8, (i) => line(`M${600 + i * 40} ${676 + (i % 3) * 6} h16`, '#8d9499', 5)),
      birdhouse(950, 668),
    ],
  },
  boardgame: {
    moods: inside,
    alt: 'Barn spelar schack och brädspel på fritids.',
    draw: (r, m) => [
      room(r, m),
      lamp(600, '#b4503b'),
      ...seated(r, m, 4, 'forward'),
      table(m),
      chess(360, 668),
      cards(r, 800, 664),
    ],
  },
  robots: {
    moods: inside,
    alt: 'Barn programmerar små robotar på en rutmatta.',
    draw: (r, m) => [
      room(r, m),
      shape('M250 690 H950 L1080 880 H120Z', '#fdf6e4'),
      times(5, (i) => line(`M${250 - i * 32} ${690 + i * 46} H${950 + i * 32}`, '#c9b99a', 4)),
      times(7, (i) => line(`M${250 + i * 116} 690 L${120 + i * 160} 880`, '#c9b99a', 4)),
      figure(r, m, 320, 700, 1.05, { legs: 'sit', look: 0.8, hands: hands('forward') }),
      figure(r, m, 610, 690, 1.02, { legs: 'sit', look: 0, hands: hands('hold') }),
      figure(r, m, 900, 700, 1.05, { legs: 'sit', look: -0.8, hands: hands('forward') }),
      robot(420, 800, '#e4c141'),
      robot(720, 840, '#4f9aa5'),
      shape('M860 770 l26 -44 26 44Z', '#6b9150'),
      round(540, 752, 44, 40, 6, '#d4573c'),
    ],
  },
  puppets: {
    moods: inside,
    alt: 'Barn spelar dockteater med handdockor i en liten teater.',
    draw: (r, m) => [
      room(r, m, { window: null }),
      round(330, 150, 540, 640, 16, '#b4503b'),
      rect(390, 240, 420, 280, '#37465e'),
      times(7, (i) => circle(430 + i * 58, 280 + (i % 3) * 34, 4, '#fff3cf')),
      shape('M390 240 Q470 380 400 520 H390Z', '#e4a135'),
      shape('M810 240 Q730 380 800 520 H810Z', '#e4a135'),
      times(7, (i) => shape(`M${390 + i * 60} 240 q30 56 60 0Z`, i % 2 ? '#e4c141' : '#e4a135')),
      puppet(530, 520, '#6b9150', '#d97a3c'),
      puppet(670, 520, '#83598a', '#efc29b'),
      rect(360, 520, 480, 26, '#8d3b2c'),
      star(600, 650, 60),
      figure(r, m, 190, 850, 1.25, { look: 0.9, legs: 'sit' }),
      figure(r, m, 420, 890, 1.15, { look: 2 }),
      figure(r, m, 640, 895, 1.18, { look: 2 }),
      figure(r, m, 1010, 850, 1.25, { look: -0.9, legs: 'sit' }),
    ],
  },
  clay: {
    moods: inside,
    alt: 'Barn formar djur och skålar av lera.',
    draw: (r, m) => [
      room(r, m),
      ...seated(r, m, 3, 'forward'),
      table(m),
      ...[300, 600, 900].map((x) => round(x - 110, 646, 220, 36, 8, '#efe3cf')),
      clayBowl(290, 662),
      hedgehog(600, 664),
      times(4, (i) => circle(840 + i * 40, 654, 18 - i, '#b5764f')),
    ],
  },
  'light-table': {
    moods: ['dusk', 'winter', 'spring'],
    alt: 'Barn lägger genomskinliga färgade former på ett ljusbord.',
    draw: (r, m) => [
      room(r, { ...m, dark: true }),
      rect(0, 0, 1200, 900, '#2d2440', 'opacity=".3"'),
      ...seated(r, m, 3, 'forward'),
      table(m),
      glow('light', 600, 650, 520, '#fff9dd', 0.5),
      shape('M210 626 H990 L1030 684 H170Z', '#fffdf0'),
      times(20, (i) => gem(r, 250 + (i % 10) * 78, 642 + Math.floor(i / 10) * 26)),
    ],
  },
  planets: {
    moods: inside,
    alt: 'Elever hänger upp planeter av papper i klassrummet.',
    draw: (r, m) => [
      room(r, m, { window: 120, art: false }),
      ...planets(),
      figure(r, m, 330, 840, 1.3, { look: 0.7, hands: hands('up') }),
      figure(r, m, 620, 850, 1.3, { look: 0.3, hands: hands('wave') }),
      figure(r, m, 900, 840, 1.3, { look: -0.6, hands: hands('point') }),
    ],
  },
  chart: {
    moods: inside,
    alt: 'Elever visar ett stapeldiagram på tavlan.',
    draw: (r, m) => [
      room(r, m, { window: null, art: false }),
      round(270, 90, 680, 420, 12, '#b98556'),
      rect(288, 108, 644, 384, '#3f6358'),
      line('M350 160 V440 H880', '#f3efe2', 6),
      times(6, (i) =>
        round(
          384 + i * 82,
          440 - [120, 200, 90, 240, 160, 60][i]!,
          52,
          [120, 200, 90, 240, 160, 60][i]!,
          4,
          clothes[i]!,
        ),
      ),
      figure(r, m, 220, 850, 1.35, { look: 0.8, hands: hands('point') }),
      figure(r, m, 720, 880, 1.2, { look: 2, legs: 'stand' }),
      figure(r, m, 990, 850, 1.3, { look: -0.8, hands: hands('hold') }),
      plant(90, 640, 1),
    ],
  },
}

function seated(r: Random, m: Mood, count: number, hand: 'forward' | 'hold', inset = 100): string[] {
  const step = (1200 - inset * 2) / count
  return Array.from({ length: count }, (_, i) =>
    figure(r, m, inset + step * (i + 0.5), 800, 1.3, {
      legs: 'none',
      dressed: 'light',
      hands: hands(hand),
      look: i < (count - 1) / 2 ? 0.6 : i > (count - 1) / 2 ? -0.6 : 0,
    }),
  )
}

function block(r: Random, x: number, y: number, size: number): string {
  const color = r.pick(['#d4573c', '#e4a135', '#4f9aa5', '#6b9150', '#d9b07e', '#e4c141', '#b5764f'])
  return (
    round(x - size / 2, y - size, size, size, 5, color) +
    shape(`M${x + size / 2 - 9} ${y - size} h9 v${size} h-9Z`, tone(color, -0.2)) +
    round(x - size / 2 + 6, y - size + 6, size - 20, 6, 3, tone(color, 0.35))
  )
}

function tower(r: Random, x: number, y: number, high: number): string {
  const size = 58
  return (
    oval(x, y, 64, 12, '#2d2622', 'opacity=".2"') +
    times(high, (i) => block(r, x + spread(r, -5, 5), y - i * size, size)) +
    shape(
      `M${x - 40} ${y - high * size} L${x} ${y - high * size - 56} L${x + 40} ${y - high * size}Z`,
      r.pick(['#d4573c', '#2f7377', '#e4a135']),
    )
  )
}

function sofa(color: string): string {
  return [
    oval(600, 830, 480, 24, '#2d2622', 'opacity=".2"'),
    round(190, 470, 820, 300, 60, color),
    round(230, 640, 740, 150, 40, tone(color, 0.15)),
    line('M476 650 V780 M724 650 V780', tone(color, -0.12), 5),
    round(150, 560, 130, 250, 56, tone(color, -0.1)),
    round(920, 560, 130, 250, 56, tone(color, -0.1)),
  ].join('')
}

export function openBook(x: number, y: number, scale: number): string {
  return group(x, y, scale, [
    shape('M0 -42 Q-50 -70 -112 -50 V44 Q-50 26 0 50 Q50 26 112 44 V-50 Q50 -70 0 -42Z', '#b4503b'),
    shape('M0 -36 Q-50 -60 -102 -44 V34 Q-50 18 0 40Z', '#fffaf0'),
    shape('M0 -36 Q50 -60 102 -44 V34 Q50 18 0 40Z', '#f6eedd'),
    circle(-54, -12, 17, '#e4a135'),
    shape('M-88 24 Q-56 -8 -20 26Z', '#6b9150'),
    line('M24 -30 q34 -12 62 -6 M24 -10 q34 -12 62 -6 M24 10 q30 -10 50 -6', '#b9ad98', 5),
  ])
}

function painting(r: Random, x: number, y: number): string {
  const a = r.pick(clothes)
  const b = r.pick(clothes)
  return (
    group(x, y, 1, [
      shape('M-84 -34 H84 L98 24 H-98Z', '#fffaf0'),
      shape('M-70 16 Q-30 -30 4 12 Q40 -26 78 16Z', a),
      circle(40, -16, 12, b),
      line('M-40 -10 q10 -14 20 0', b, 6),
    ]) + group(x + 60, y - 12, 1, [line('M0 0 L64 -66', '#a97e55', 8), line('M-12 12 L0 0', b, 11)])
  )
}

function jar(r: Random, x: number, y: number): string {
  const color = r.pick(clothes)
  return round(x - 24, y - 40, 48, 60, 8, '#e8f1f1', 'opacity=".9"') + round(x - 20, y - 16, 40, 32, 6, color)
}

function shadowForest(r: Random): string {
  const dark = '#3d3045'
  return [
    shape('M200 560 Q420 510 640 556 T1000 540 V610 H200Z', dark),
    times(5, (i) => {
      const x = [250, 330, 860, 930, 780][i]!
      const h = spread(r, 170, 300)
      return shape(`M${x - h * 0.2} 560 L${x} ${560 - h} L${x + h * 0.2} 560Z`, dark)
    }),
    group(520, 556, 1.1, [
      shape(
        'M-60 0 V-70 Q-70 -140 -20 -150 L-30 -190 L-4 -160 L22 -190 L24 -150 Q56 -140 50 -100 Q46 -80 40 -70 L60 0Z',
        dark,
      ),
    ]),
    group(690, 560, 1, [
      oval(0, -50, 70, 40, dark),
      circle(64, -100, 34, dark),
      shape('M50 -126 L44 -170 L66 -140Z M74 -130 L86 -172 L90 -128Z', dark),
      line('M-40 -20 V0 M40 -20 V0', dark, 18),
      line('M-66 -60 Q-110 -80 -100 -120', dark, 14),
    ]),
    circle(840, 220, 44, '#fffaf0', 'opacity=".9"'),
  ].join('')
}

function seedling(r: Random, x: number, y: number): string {
  const tall = spread(r, 30, 84)
  return [
    line(`M${x} ${y - 50} V${y - 50 - tall}`, '#5f9a5a', 6),
    shape(
      `M${x} ${y - 50 - tall} q-36 -6 -42 -34 q34 0 42 34 q6 -34 44 -38 q-4 32 -44 38Z`,
      r.pick(['#7db268', '#6aa35d', '#93c274']),
    ),
    shape(`M${x - 34} ${y - 56} h68 l-9 60 h-50Z`, r.pick(['#c96f4a', '#d88a5d', '#b5654a'])),
    rect(x - 38, y - 62, 76, 14, '#d98e66'),
  ].join('')
}

function notes(r: Random): string {
  return times(7, (i) => {
    const x = 300 + i * 100 + spread(r, -20, 20)
    const y = spread(r, 330, 520)
    return group(x, y, spread(r, 0.8, 1.3), [
      oval(0, 0, 15, 11, '#5b4a5e', 'transform="rotate(-18)"'),
      line('M13 -4 V-62 q22 8 20 30', '#5b4a5e', 6),
    ])
  })
}

function drum(x: number, y: number, s: number): string {
  return group(x, y, s, [
    shape('M-70 -80 H70 V-8 Q0 26 -70 -8Z', '#b4503b'),
    times(5, (i) => line(`M${-66 + i * 28} -72 L${-52 + i * 28} 2 L${-38 + i * 28} -72`, '#f3dfb4', 5)),
    oval(0, -80, 70, 22, '#f7ead0'),
    line('M20 -96 L100 -150', '#a97e55', 9),
    circle(18, -94, 10, '#7d5a40'),
  ])
}

function xylophone(x: number, y: number, s: number): string {
  return group(x, y, s, [
    times(7, (i) =>
      round(
        -130 + i * 38,
        -62 + i * 4,
        30,
        84 - i * 8,
        8,
        ['#d4573c', '#e4a135', '#e4c141', '#6b9150', '#4f9aa5', '#44669a', '#83598a'][i]!,
      ),
    ),
    line('M-136 -34 H136 M-136 0 H124', '#7d5a40', 7),
    line('M30 -40 L110 -130', '#a97e55', 8),
    circle(28, -38, 12, '#d4573c'),
  ])
}

function tambourine(x: number, y: number): string {
  return (
    circle(x, y, 44, '#f7ead0') +
    line(`M${x - 44} ${y} a44 44 0 1 0 88 0 a44 44 0 1 0 -88 0`, '#c08a55', 13) +
    times(6, (i) => circle(x + Math.cos(i) * 44, y + Math.sin(i) * 44, 7, '#e4c141'))
  )
}

function press(x: number, y: number): string {
  return [
    rect(x - 110, y - 300, 22, 310, '#8a6549'),
    rect(x + 88, y - 300, 22, 310, '#8a6549'),
    round(x - 130, y - 310, 260, 34, 8, '#a97e55'),
    rect(x - 9, y - 360, 18, 170, '#8d9499'),
    line(`M${x - 90} ${y - 362} H${x + 90}`, '#6d7884', 16),
    round(x - 74, y - 196, 148, 20, 6, '#6d4a35'),
    round(x - 80, y - 176, 160, 130, 6, '#c08a55'),
    times(6, (i) => line(`M${x - 62 + i * 25} ${y - 172} v122`, '#94602f', 6)),
    line(`M${x - 82} ${y - 140} h164 M${x - 82} ${y - 86} h164`, '#6d7884', 7),
    shape(`M${x - 110} ${y - 44} h220 l-14 30 h-192Z`, '#a97e55'),
    line(`M${x + 90} ${y - 26} q40 6 40 40`, '#e0a83e', 9),
    glass(x + 134, y + 34, '#e0a83e', 44),
  ].join('')
}

function loom(r: Random, x: number, y: number): string {
  const colors = r.shuffle(clothes).slice(0, 5)
  return group(x, y, 1, [
    round(-82, -96, 164, 116, 8, '#a97e55'),
    rect(-66, -82, 132, 88, '#f7ead0'),
    times(5, (i) => rect(-66, -82 + i * 14, 132, 13, colors[i]!)),
    times(10, (i) => line(`M${-60 + i * 13} -82 V6`, '#fdf6e4', 2)),
  ])
}

function yarn(x: number, y: number, color: string): string {
  return (
    circle(x, y - 8, 30, color) +
    line(
      `M${x - 22} ${y - 20} q22 -16 44 4 M${x - 26} ${y - 6} q26 -16 52 4 M${x - 20} ${y + 8} q22 -12 40 0`,
      tone(color, 0.35),
      4,
    ) +
    line(`M${x + 22} ${y + 10} q40 10 60 -6`, color, 5)
  )
}

function star(x: number, y: number, size: number): string {
  const points = Array.from({ length: 14 }, (_, i) => {
    const radius = i % 2 ? size * 0.45 : size
    const angle = (i / 14) * Math.PI * 2 - Math.PI / 2
    return `${x + Math.cos(angle) * radius} ${y + Math.sin(angle) * radius}`
  })
  return (
    glow(`star${x}`, x, y, size * 2.2, '#ffd98a', 0.8) +
    shape(`M${points.join('L')}Z`, '#f6b94a') +
    circle(x, y, size * 0.32, '#fff0c4')
  )
}

function starlet(r: Random, x: number, y: number): string {
  return group(
    x,
    y,
    0.4,
    [
      shape(
        'M0 -60 L14 -16 L60 -16 L24 12 L38 58 L0 30 L-38 58 L-24 12 L-60 -16 L-14 -16Z',
        r.pick(['#d4573c', '#e4c141', '#fdf6e4', '#6b9150']),
      ),
    ],
    spread(r, 0, 60),
  )
}

function candle(x: number, y: number): string {
  return (
    rect(x - 13, y - 92, 26, 92, '#fdf6e4') +
    shape(`M${x - 9} ${y - 96} Q${x} ${y - 146} ${x + 9} ${y - 96}Z`, '#ffb03b') +
    shape(`M${x - 4} ${y - 98} Q${x} ${y - 124} ${x + 4} ${y - 98}Z`, '#fff3c4') +
    round(x - 26, y - 6, 52, 14, 7, '#b98a4a')
  )
}

function awning(r: Random): string {
  const a = r.pick(['#d4573c', '#2f7377', '#6b9150'])
  return (
    rect(300, 320, 16, 360, '#a97e55') +
    rect(844, 320, 16, 360, '#a97e55') +
    times(10, (i) => shape(`M${290 + i * 58} 280 h58 v84 q-29 34 -58 0Z`, i % 2 ? '#fdf6e4' : a)) +
    round(284, 262, 592, 26, 8, tone(a, -0.2))
  )
}

function shopCounter(m: Mood): string {
  const w = tone(m.wood, 0.2)
  return (
    rect(300, 676, 560, 170, w) +
    times(5, (i) => round(320 + i * 108, 696, 90, 130, 6, tone(w, -0.12))) +
    round(276, 644, 608, 40, 10, tone(w, 0.25))
  )
}

function till(x: number, y: number): string {
  return (
    round(x - 56, y - 64, 112, 64, 8, '#6d7884') +
    round(x - 44, y - 100, 88, 44, 6, '#8d99a3') +
    rect(x - 34, y - 90, 68, 22, '#cfe3c4') +
    times(6, (i) => circle(x - 32 + (i % 3) * 32, y - 40 + Math.floor(i / 3) * 22, 7, '#fdf6e4'))
  )
}

export function token(r: Random, kind: number, x: number, y: number): string {
  if (kind === 0) return cone(x, y, 0.55)
  if (kind === 1)
    return (
      oval(x, y, 22, 15, r.pick(['#a3a5a2', '#8b8d8c', '#bdb7ac', '#777b80'])) +
      oval(x - 6, y - 5, 8, 4, '#fff', 'opacity=".4"')
    )
  return group(
    x,
    y,
    0.75,
    [
      shape('M0 -26 Q26 -6 0 28 Q-26 -6 0 -26Z', r.pick(['#dd8b35', '#c75f34', '#e7b54a', '#7da65a'])),
      line('M0 -16 V34', '#7d5a40', 3),
    ],
    spread(r, -30, 30),
  )
}

export function cone(x: number, y: number, scale: number, turn = 0): string {
  const rows = [
    [-34, 3],
    [-16, 4],
    [2, 4],
    [20, 3],
    [34, 2],
  ] as const
  return group(
    x,
    y,
    scale,
    [
      shape('M0 -58 Q44 -34 36 18 Q22 56 0 58 Q-22 56 -36 18 Q-44 -34 0 -58Z', '#7d5238'),
      ...rows.map(([dy, count]) =>
        times(count, (i) =>
          shape(`M${(i - count / 2) * 18} ${dy} q9 -18 18 0 q-9 14 -18 0Z`, i % 2 ? '#a9744e' : '#96633f'),
        ),
      ),
    ],
    turn,
  )
}

export function glass(x: number, y: number, color: string, fill: number): string {
  return [
    oval(x, y, 38, 8, '#2d2622', 'opacity=".18"'),
    shape(`M${x - 36} ${y - 110} H${x + 36} L${x + 30} ${y} H${x - 30}Z`, '#e9f3f3', 'opacity=".75"'),
    shape(`M${x - 33} ${y - fill} H${x + 33} L${x + 29} ${y - 2} H${x - 29}Z`, color, 'opacity=".9"'),
    oval(x, y - fill, 33, 7, tone(color, 0.3)),
    line(`M${x - 24} ${y - 100} L${x - 20} ${y - 24}`, '#ffffff', 5, 'opacity=".7"'),
  ].join('')
}

function ribbon(color: string, x: number, y: number): string {
  return line(`M${x} ${y} q60 -90 -10 -140 t-40 -120 q-20 -50 40 -60`, color, 13, 'opacity=".9"')
}

function toolWall(m: Mood): string {
  return [
    round(300, 90, 600, 250, 10, tone(m.wood, 0.1)),
    group(400, 210, 1, [line('M0 90 V-10', '#a97e55', 18), round(-44, -60, 88, 50, 10, '#6d7884')]),
    group(
      560,
      220,
      1,
      [shape('M-90 0 L80 -36 L86 -6 L-86 14Z', '#c9d1d3'), round(70, -50, 70, 52, 16, '#2f7377')],
      -20,
    ),
    group(730, 210, 1, [line('M0 80 V10', '#d4573c', 24), line('M0 10 V-80', '#9aa4aa', 10)]),
    group(820, 210, 1, [line('M0 80 V10', '#e4a135', 24), line('M0 10 V-70', '#9aa4aa', 10)]),
  ].join('')
}

function birdhouse(x: number, y: number): string {
  return (
    rect(x - 54, y - 120, 108, 126, '#d9b07e') +
    shape(`M${x - 76} ${y - 112} L${x} ${y - 184} L${x + 76} ${y - 112}Z`, '#b4503b') +
    circle(x, y - 74, 20, '#4a3a30') +
    line(`M${x} ${y - 34} h0`, '#7d5a40', 12)
  )
}

function chess(x: number, y: number): string {
  return (
    shape(`M${x - 140} ${y - 40} H${x + 140} L${x + 168} ${y + 24} H${x - 168}Z`, '#7d5238') +
    times(24, (i) => {
      const row = Math.floor(i / 8)
      const col = i % 8
      const w = 33 + row * 3
      return (row + col) % 2 ? '' : rect(x - w * 4 + col * w, y - 36 + row * 19, w, 19, '#f3dfb4')
    }) +
    times(6, (i) =>
      group(x - 120 + i * 48, y - 12 + (i % 3) * 12, 1, [
        shape('M-13 0 Q-4 -20 -8 -34 H8 Q4 -20 13 0Z', i % 2 ? '#fdf6e4' : '#3d3045'),
        circle(0, -42, 11, i % 2 ? '#fdf6e4' : '#3d3045'),
      ]),
    )
  )
}

function cards(r: Random, x: number, y: number): string {
  return times(7, (i) =>
    group(
      x - 130 + i * 44,
      y + (i % 2) * 12,
      1,
      [round(-22, -28, 44, 56, 6, '#fffaf0'), circle(0, 0, 12, r.pick(clothes))],
      spread(r, -24, 24),
    ),
  )
}

function robot(x: number, y: number, color: string): string {
  return (
    oval(x, y + 8, 66, 14, '#2d2622', 'opacity=".2"') +
    shape(`M${x - 62} ${y} Q${x - 58} ${y - 76} ${x} ${y - 78} Q${x + 58} ${y - 76} ${x + 62} ${y}Z`, color) +
    shape(
      `M${x - 20} ${y - 76} Q${x} ${y - 40} ${x - 16} ${y} h32 Q${x + 26} ${y - 40} ${x + 14} ${y - 78}Z`,
      '#3a3f45',
      'opacity=".85"',
    ) +
    circle(x + 40, y - 32, 9, '#fff') +
    circle(x + 42, y - 32, 4.5, '#222') +
    line(`M${x + 16} ${y - 78} q8 -30 26 -32`, '#3a3f45', 5)
  )
}

function puppet(x: number, y: number, coat: string, face: string): string {
  return group(x, y, 1, [
    shape('M-56 0 Q-40 -110 0 -112 Q40 -110 56 0Z', coat),
    line('M-34 -80 L-74 -120 M34 -80 L74 -120', coat, 26),
    circle(-76, -124, 13, face),
    circle(76, -124, 13, face),
    circle(0, -150, 46, face),
    circle(-15, -154, 5, '#2d2622'),
    circle(15, -154, 5, '#2d2622'),
    line('M-14 -134 Q0 -122 14 -134', '#8d3f30', 5),
    shape('M-46 -168 L0 -232 L46 -168Z', tone(coat, -0.2)),
    circle(0, -232, 11, '#fdf6e4'),
  ])
}

function clayBowl(x: number, y: number): string {
  return (
    oval(x, y - 50, 60, 14, '#8d5a3a') +
    shape(
      `M${x - 62} ${y - 52} Q${x - 50} ${y} ${x} ${y + 2} Q${x + 50} ${y} ${x + 62} ${y - 52} Q${x} ${y - 34} ${x - 62} ${y - 52}Z`,
      '#b5764f',
    )
  )
}

function hedgehog(x: number, y: number): string {
  return (
    shape(
      `M${x - 70} ${y} Q${x - 74} ${y - 74} ${x} ${y - 78} Q${x + 50} ${y - 70} ${x + 60} ${y - 34} L${x + 96} ${y - 8} Q${x + 80} ${y + 4} ${x + 50} ${y}Z`,
      '#a9683f',
    ) +
    times(12, (i) => line(`M${x - 56 + (i % 6) * 18} ${y - 30 - Math.floor(i / 6) * 22} l-9 -22`, '#7d4a2c', 6)) +
    circle(x + 62, y - 24, 5, '#2d2622') +
    circle(x + 95, y - 9, 7, '#2d2622')
  )
}

function gem(r: Random, x: number, y: number): string {
  const color = r.pick(['#d4573c', '#e4a135', '#e4c141', '#6b9150', '#4f9aa5', '#44669a', '#b5476c'])
  const kind = r.int(0, 2)
  const body =
    kind === 0
      ? circle(0, 0, 24, color)
      : kind === 1
        ? shape('M0 -26 L28 18 H-28Z', color)
        : rect(-22, -20, 44, 40, color)
  return group(x + spread(r, -12, 12), y, 0.9, [`<g opacity=".85">${body}</g>`], spread(r, -20, 20))
}

function planets(): string[] {
  const list: [number, number, number, string][] = [
    [520, 190, 64, '#f0b23e'],
    [650, 290, 30, '#b98a6a'],
    [740, 170, 38, '#4f8fb0'],
    [840, 280, 26, '#c75f34'],
    [940, 180, 56, '#d9a777'],
    [1070, 260, 40, '#e3cf9a'],
  ]
  return [
    ...list.map(
      ([x, y, r, color]) =>
        line(`M${x} 0 V${y}`, '#6d6259', 3) +
        circle(x, y, r, color) +
        `<g opacity=".4">${shape(`M${x} ${y - r} A${r} ${r} 0 0 1 ${x} ${y + r} A${r * 1.6} ${r * 1.6} 0 0 0 ${x} ${y - r}Z`, tone(color, -0.4))}</g>`,
    ),
    line('M1008 276 Q1070 296 1132 240', '#c9a86a', 8),
    oval(748, 160, 16, 10, '#7db268'),
  ]
}
