import type { Random } from '../random.ts'
import { cone, token } from './indoor-scenes.ts'
import { tabletop } from './indoors.ts'
import { clothes, skins } from './moods.ts'
import { leaf } from './nature.ts'
import { butterfly } from './outdoors.ts'
import type { Scene } from './scene.ts'
import { circle, group, line, oval, rect, round, shape, spread, times, tone } from './svg.ts'

const anyLight: Scene['moods'] = ['spring', 'autumn', 'winter']

/** What lies on the table or the ground, seen from above, with hands reaching in from the edges. */
export const closeups: Record<string, Scene> = {
  magnifier: {
    moods: ['spring', 'summer', 'autumn'],
    alt: 'Ett förstoringsglas över en nyckelpiga på ett löv.',
    draw: (r, m) => [
      rect(0, 0, 1200, 900, tone(m.ground, -0.22)),
      times(60, () =>
        leaf(
          spread(r, 0, 1200),
          spread(r, 0, 900),
          spread(r, 1.4, 3),
          tone(r.pick(m.leaves), spread(r, -0.3, 0.1)),
          spread(r, 0, 360),
        ),
      ),
      group(560, 470, 1, [
        shape('M-420 120 Q-240 -300 380 -260 Q360 220 -120 250 Q-300 250 -420 120Z', tone(m.leaves[1]!, -0.05)),
        line('M-420 120 Q0 0 380 -260', tone(m.leaves[1]!, -0.3), 9),
        times(5, (i) =>
          line(
            `M${-260 + i * 120} ${66 - i * 50} q60 -20 90 -90 M${-240 + i * 120} ${66 - i * 50} q70 40 60 110`,
            tone(m.leaves[1]!, -0.22),
            5,
          ),
        ),
      ]),
      antLine(240, 690),
      hand(r, 1080, 830, -42),
      line('M780 620 L1010 800', '#7d5238', 46),
      line('M780 620 L830 660', '#c9b27a', 46),
      circle(600, 440, 250, '#eaf5f2', 'opacity=".35"'),
      ladybird(600, 450, 2.5),
      line('M350 440 a250 250 0 1 0 500 0 a250 250 0 1 0 -500 0', '#c9b27a', 30),
      line('M420 350 Q470 260 570 236', '#ffffff', 18, 'opacity=".65"'),
    ],
  },
  'cones-in-rows': {
    moods: anyLight,
    alt: 'Kottar, stenar och löv i raka rader på ett tyg, räknade från ett till fem.',
    draw: (r, m) => [
      tabletop(r, m),
      group(
        600,
        450,
        1,
        [
          round(-480, -370, 960, 740, 18, r.pick(['#e9dfca', '#cfdcd6', '#e6d2c4'])),
          line('M-450 -340 H450 V340 H-450Z', '#b9a98c', 4, 'stroke-dasharray="16 14"'),
        ],
        -2,
      ),
      times(5, (row) =>
        times(row + 1, (i) =>
          row % 2
            ? group(300 + i * 126, 190 + row * 132, 1.7, [token(r, row === 1 ? 1 : 2, 0, 0)])
            : cone(300 + i * 126, 190 + row * 132, 0.95, spread(r, -14, 14)),
        ),
      ),
      hand(r, 1090, 760, -58),
      hand(r, 90, 850, 48),
    ],
  },
  map: {
    moods: anyLight,
    alt: 'En ritad karta över skogen med kompass och färgpennor.',
    draw: (r, m) => [
      tabletop(r, m),
      group(
        590,
        440,
        1,
        [
          round(-450, -330, 900, 660, 10, '#f8efda'),
          shape('M-450 -60 Q-240 -140 -60 -40 T300 -60 T450 -20 V80 Q300 40 140 70 T-160 50 T-450 40Z', '#9cc8d3'),
          shape('M-400 120 Q-300 60 -180 120 T60 160 Q40 300 -180 290 T-400 250Z', '#b8d295'),
          shape('M120 -300 Q300 -320 420 -250 Q430 -120 300 -110 Q150 -120 120 -300Z', '#d9c38c'),
          line('M-380 -260 Q-200 -220 -160 -120 T40 80 Q120 180 300 200', '#c4503b', 9, 'stroke-dasharray="4 22"'),
          times(12, (i) =>
            shape(
              `M${-380 + (i % 6) * 62} ${190 + Math.floor(i / 6) * 66} l22 -54 22 54Z`,
              i % 2 ? '#4f8a60' : '#6aa35d',
            ),
          ),
          rect(200, -250, 60, 50, '#b4503b'),
          shape('M188 -250 L230 -292 L272 -250Z', '#57494a'),
          line('M280 180 L330 230 M330 180 L280 230', '#c4503b', 15),
          line('M-150 -330 V330 M150 -330 V330', '#e6d9bb', 4),
        ],
        -3,
      ),
      group(
        1010,
        690,
        1,
        [
          circle(0, 0, 112, '#3f6f6c'),
          circle(0, 0, 90, '#fffaf0'),
          shape('M0 -78 L20 0 H-20Z', '#d4573c'),
          shape('M0 78 L20 0 H-20Z', '#8d99a3'),
          circle(0, 0, 10, '#3a3f45'),
        ],
        24,
      ),
      times(4, (i) => pencil(150 + i * 58, 810 - i * 16, clothes[i * 2]!, -64 + i * 12)),
      hand(r, 110, 240, 110),
    ],
  },
  pizza: {
    moods: anyLight,
    alt: 'Pizzor av papper delade i halvor, fjärdedelar och åttondelar.',
    draw: (r, m) => [
      tabletop(r, m),
      pizza(r, 330, 320, 220, 2),
      pizza(r, 850, 300, 220, 4),
      pizza(r, 600, 660, 220, 8),
      fraction(140, 660, '1/2'),
      fraction(1040, 620, '1/4'),
      fraction(900, 800, '1/8'),
      hand(r, 100, 850, 40),
    ],
  },
  letters: {
    moods: anyLight,
    alt: 'Bokstäver av kartong, lera och pinnar på ett bord.',
    draw: (r, m) => [
      tabletop(r, m),
      ...'ABCDEFGHIJKLMNOPQRSTUVÅÄÖ'.split('').map((letter, i) => {
        const x = 170 + (i % 7) * 144
        const y = 130 + Math.floor(i / 7) * 190
        const color = r.pick(clothes)
        return group(x, y, 1, [round(-54, -66, 108, 132, 12, '#fffaf0'), letterShape(letter, color)], spread(r, -7, 7))
      }),
      hand(r, 1110, 860, -52),
      times(3, (i) => pencil(820 + i * 56, 836, clothes[i * 3]!, 80 + i * 14)),
    ],
  },
  patterns: {
    moods: anyLight,
    alt: 'Pärlor och knappar lagda i mönster som upprepas.',
    draw: (r, m) => {
      const set = r.shuffle(clothes)
      return [
        tabletop(r, m),
        times(
          4,
          (row) =>
            line(`M80 ${170 + row * 180} Q600 ${120 + row * 190} 1120 ${170 + row * 180}`, '#8a7a6a', 6) +
            times(12, (i) =>
              bead(
                120 + i * 88,
                170 + row * 180 - Math.sin((i / 11) * Math.PI) * (25 - row * 5),
                36,
                set[(i % (row + 2)) + row]!,
                (i % (row + 2)) % 2 === 1,
              ),
            ),
        ),
        hand(r, 1100, 850, -54),
      ]
    },
  },
  mandala: {
    moods: ['autumn', 'spring', 'summer'],
    alt: 'En rund bild av löv, blommor, kottar och stenar på marken.',
    draw: (r, m) => [
      rect(0, 0, 1200, 900, tone(m.ground, -0.34)),
      times(50, () =>
        leaf(
          spread(r, 0, 1200),
          spread(r, 0, 900),
          spread(r, 0.8, 1.6),
          tone(m.ground, spread(r, -0.5, -0.2)),
          spread(r, 0, 360),
        ),
      ),
      ring(26, 390, (x, y, turn) => leaf(x, y, 2.1, m.leaves[0]!, turn)),
      ring(20, 300, (x, y) => oval(x, y, 34, 28, '#c3beb2') + oval(x - 8, y - 8, 12, 7, '#fff', 'opacity=".5"')),
      ring(16, 220, (x, y, turn) => cone(x, y, 0.7, turn)),
      ring(12, 140, (x, y, turn) => leaf(x, y, 1.9, m.leaves[1]!, turn)),
      ring(8, 66, (x, y) => circle(x, y, 22, r.pick(['#d4573c', '#e4c141', '#f2a6b4']))),
      circle(600, 450, 34, '#e4a135'),
      hand(r, 1110, 840, -50),
    ],
  },
  insects: {
    moods: ['spring', 'summer'],
    alt: 'Skisser av fjäril, nyckelpiga och myra bredvid en burk med lock.',
    draw: (r, m) => [
      tabletop(r, m),
      ...[
        [290, 300, -5],
        [700, 270, 4],
        [480, 660, -2],
      ].map(([x, y, turn]) =>
        group(x!, y!, 1, [round(-180, -150, 360, 300, 6, '#fffaf0'), line('M-150 116 h180', '#b9ad98', 6)], turn),
      ),
      butterfly(290, 290, 2.4, '#e8a33d'),
      ladybird(700, 260, 1.2),
      antLine(390, 650),
      group(990, 580, 1, [
        round(-120, -170, 240, 320, 50, '#e6f1ee', 'opacity=".8"'),
        oval(0, -170, 112, 40, '#c9b27a'),
        times(3, (i) => leaf(-40 + i * 40, 70, 2, '#7db268', 60 + i * 40)),
        ladybird(10, 10, 0.7),
        line('M-90 -100 V80', '#fff', 12, 'opacity=".8"'),
      ]),
      pencil(860, 800, '#d4573c', 76),
      hand(r, 120, 850, 44),
    ],
  },
  coding: {
    moods: anyLight,
    alt: 'Pilkort i rad som visar en robot vägen över en rutmatta.',
    draw: (r, m) => [
      tabletop(r, m),
      round(120, 90, 720, 720, 14, '#fdf6e4'),
      times(5, (i) => line(`M${120 + (i + 1) * 120} 90 V810 M120 ${90 + (i + 1) * 120} H840`, '#d9cbae', 5)),
      times(6, (i) => {
        const [x, y] = [
          [180, 750],
          [180, 630],
          [300, 630],
          [300, 510],
          [420, 510],
          [540, 510],
        ][i]!
        return circle(x!, y!, 13, '#d4573c', 'opacity=".6"')
      }),
      topRobot(540, 390, '#e4c141'),
      shape('M720 130 l50 90 h-100Z', '#6b9150'),
      round(250, 250, 100, 100, 12, '#4f9aa5'),
      circle(660, 630, 48, '#b5476c'),
      times(6, (i) =>
        group(985, 150 + i * 124, 1, [
          round(-62, -52, 124, 104, 14, clothes[i % clothes.length]!),
          shape(
            'M-34 12 V-12 H2 V-34 L40 0 L2 34 V12Z',
            '#fffaf0',
            `transform="rotate(${[-90, 0, -90, 0, 0, -90][i]})"`,
          ),
        ]),
      ),
      hand(r, 1130, 860, -40),
    ],
  },
  collage: {
    moods: anyLight,
    alt: 'Ett collage av tyg, papper och naturmaterial som föreställer ett hus vid en älv.',
    draw: (r, m) => [
      tabletop(r, m),
      group(
        580,
        440,
        1,
        [
          round(-440, -330, 880, 660, 8, '#fdf6e4'),
          shape('M-440 -330 H440 V-20 Q200 -90 0 -40 T-440 -30Z', '#bfdbe3'),
          shape('M-440 40 Q-200 -60 40 0 T440 -40 V190 H-440Z', '#8db36a'),
          shape('M-440 160 Q-120 90 120 170 T440 150 V330 H-440Z', '#5f9fb5'),
          times(5, (i) => line(`M${-380 + i * 160} ${230 + (i % 2) * 44} q40 -26 80 0 t80 0`, '#d4e8ee', 10)),
          rect(-120, -130, 220, 170, '#c4503b'),
          shape('M-150 -120 L-10 -240 L130 -120Z', '#57494a'),
          rect(-90, -80, 56, 56, '#fff3cf'),
          rect(20, -80, 44, 120, '#3d6b63'),
          ...[-330, -240, 220, 330].map(
            (x, i) =>
              line(`M${x} 60 V-60`, '#7d5238', 16) + leaf(x, -110, 2.8, clothes[(i * 3 + 1) % clothes.length]!, 0),
          ),
          circle(310, -230, 54, '#e4c141'),
        ],
        2,
      ),
      times(6, () => leaf(spread(r, 60, 1140), spread(r, 810, 880), 1.3, r.pick(m.leaves), spread(r, 0, 360))),
      group(
        1090,
        300,
        1,
        [
          line('M-30 0 L60 130 M30 0 L-60 130', '#9aa4aa', 15),
          circle(-66, 156, 32, 'none', 'stroke="#d4573c" stroke-width="17"'),
          circle(66, 156, 32, 'none', 'stroke="#d4573c" stroke-width="17"'),
          line('M-30 0 L-58 -120 M30 0 L58 -120', '#c9d1d3', 19),
        ],
        16,
      ),
      hand(r, 90, 850, 44),
    ],
  },
}

function hand(r: Random, x: number, y: number, turn: number): string {
  const skin = r.pick(skins)
  const sleeve = r.pick(clothes)
  return group(
    x,
    y,
    1.15,
    [
      round(-62, 60, 124, 320, 40, sleeve),
      round(-62, 60, 124, 34, 17, tone(sleeve, 0.3)),
      shape('M-52 74 V-4 Q-52 -50 0 -52 Q52 -50 52 -4 V74Z', skin),
      ...[-38, -13, 12, 37].map((fx, i) => line(`M${fx} -20 V${[-84, -112, -110, -78][i]}`, skin, 25)),
      line('M-46 30 Q-92 6 -88 -40', skin, 28),
      ...[-25, 0, 25].map((fx) => line(`M${fx} -24 V-50`, tone(skin, -0.18), 3)),
    ],
    turn,
  )
}

function ladybird(x: number, y: number, s: number): string {
  return group(
    x,
    y,
    s,
    [
      line('M-50 -20 L-78 -34 M-54 6 L-84 6 M-48 30 L-74 48 M50 -20 L78 -34 M54 6 L84 6 M48 30 L74 48', '#2d2622', 8),
      circle(0, -46, 30, '#2d2622'),
      line('M-10 -72 q-6 -20 -20 -24 M10 -72 q6 -20 20 -24', '#2d2622', 5),
      oval(0, 8, 58, 58, '#d43f32'),
      line('M0 -48 V66', '#2d2622', 6),
      ...[
        [-28, -14],
        [-22, 26],
        [28, -14],
        [22, 26],
      ].map(([a, b]) => circle(a!, b!, 11, '#2d2622')),
      shape('M-40 -18 Q-34 -38 -18 -42', 'none', 'stroke="#fff" stroke-width="6" opacity=".6"'),
    ],
    22,
  )
}

function antLine(x: number, y: number): string {
  return times(4, (i) =>
    group(
      x + i * 66,
      y - i * 22,
      0.8,
      [
        line('M-10 0 L-24 -20 M0 0 V-24 M10 0 L24 -20 M-10 0 L-24 20 M0 0 V24 M10 0 L24 20', '#3b2d28', 4),
        oval(-24, 0, 15, 11, '#3b2d28'),
        circle(0, 0, 9, '#4d3a32'),
        circle(22, 0, 11, '#3b2d28'),
        line('M30 -4 l14 -12 M30 4 l14 8', '#3b2d28', 3),
      ],
      -18,
    ),
  )
}

function pencil(x: number, y: number, color: string, turn: number): string {
  return group(
    x,
    y,
    1,
    [
      rect(-13, -110, 26, 190, color),
      rect(-4, -110, 8, 190, tone(color, 0.25)),
      shape('M-13 -110 L0 -150 L13 -110Z', '#ecd0a4'),
      shape('M-5 -134 L0 -150 L5 -134Z', tone(color, -0.3)),
      rect(-13, 80, 26, 16, '#c9c4ba'),
    ],
    turn,
  )
}

function pizza(r: Random, x: number, y: number, radius: number, parts: number): string {
  const cuts = times(parts / 2, (i) => {
    const a = (i / parts) * Math.PI * 2 + 0.3
    return line(
      `M${x + Math.cos(a) * radius} ${y + Math.sin(a) * radius} L${x - Math.cos(a) * radius} ${y - Math.sin(a) * radius}`,
      '#fff6e0',
      13,
    )
  })
  const top = times(16, (i) => {
    const a = (i / 16) * Math.PI * 2
    const d = radius * (i % 2 ? 0.36 : 0.64)
    const [px, py] = [x + Math.cos(a) * d, y + Math.sin(a) * d]
    return [
      circle(px, py, 23, '#b4402f') + circle(px - 5, py - 5, 14, '#c95845'),
      oval(px, py, 20, 12, '#5f8f53'),
      circle(px, py, 14, 'none', 'stroke="#4a3a42" stroke-width="9"'),
    ][r.int(0, 2)]!
  })
  return (
    circle(x + 6, y + 10, radius, '#3a2a20', 'opacity=".18"') +
    circle(x, y, radius, '#d39a55') +
    circle(x, y, radius * 0.88, '#e27d45') +
    circle(x, y, radius * 0.82, '#f3c75f') +
    top +
    cuts
  )
}

function fraction(x: number, y: number, text: string): string {
  const [a, b] = text.split('/') as [string, string]
  return group(
    x,
    y,
    1,
    [round(-52, -76, 104, 152, 10, '#fffaf0'), digit(a, -34), line('M-28 0 H28', '#3a3f45', 8), digit(b, 38)],
    -6,
  )
}

// Digits and letters are drawn, not set, so that no font needs to be installed where the pictures are made.
function digit(value: string, y: number): string {
  const strokes: Record<string, string> = {
    '1': 'M-8 -12 L4 -22 V22',
    '2': 'M-14 -10 Q-10 -24 4 -22 Q18 -16 8 0 L-14 22 H16',
    '4': 'M6 22 V-22 L-16 8 H18',
    '8': 'M0 -2 Q-16 -10 0 -22 Q16 -10 0 -2 Q-20 10 0 22 Q20 10 0 -2Z',
  }
  return group(0, y, 1, [line(strokes[value]!, '#3a3f45', 8)])
}

function letterShape(letter: string, color: string): string {
  const a = 'M-28 40 L0 -36 L28 40 M-17 14 H17'
  const o = 'M0 -38 Q-34 -36 -32 2 Q-30 40 0 40 Q30 40 32 2 Q34 -36 0 -38Z'
  const strokes: Record<string, string> = {
    A: a,
    B: 'M-22 40 V-38 Q26 -40 18 -14 Q14 0 -22 0 Q32 0 26 24 Q22 42 -22 40',
    C: 'M26 -24 Q0 -52 -22 -18 Q-36 18 -8 38 Q14 46 28 26',
    D: 'M-24 -38 V40 Q30 42 28 0 Q28 -40 -24 -38',
    E: 'M24 -38 H-22 V40 H24 M-22 0 H16',
    F: 'M24 -38 H-22 V40 M-22 0 H16',
    G: 'M26 -24 Q0 -52 -22 -18 Q-36 18 -8 38 Q24 46 28 8 H6',
    H: 'M-24 -38 V40 M24 -38 V40 M-24 0 H24',
    I: 'M0 -38 V40',
    J: 'M16 -38 V18 Q12 44 -20 34',
    K: 'M-22 -38 V40 M24 -38 L-22 2 L26 40',
    L: 'M-20 -38 V40 H24',
    M: 'M-30 40 V-38 L0 10 L30 -38 V40',
    N: 'M-24 40 V-38 L24 40 V-38',
    O: o,
    P: 'M-22 40 V-38 Q30 -42 24 -14 Q18 6 -22 4',
    Q: `${o} M8 20 L32 46`,
    R: 'M-22 40 V-38 Q30 -42 24 -14 Q18 4 -22 2 M0 4 L26 40',
    S: 'M24 -26 Q0 -50 -20 -24 Q-24 -4 2 2 Q30 10 20 32 Q-4 50 -26 26',
    T: 'M-28 -38 H28 M0 -38 V40',
    U: 'M-26 -38 V14 Q-22 42 0 42 Q22 42 26 14 V-38',
    V: 'M-28 -38 L0 40 L28 -38',
    Å: `${a} M-7 -50 a7 7 0 1 0 14 0 a7 7 0 1 0 -14 0`,
    Ä: `${a} M-14 -52 h0 M14 -52 h0`,
    Ö: `${o} M-14 -54 h0 M14 -54 h0`,
  }
  return line(strokes[letter]!, color, 13)
}

function bead(x: number, y: number, size: number, color: string, button: boolean): string {
  const holes = button
    ? [
        [-9, -9],
        [9, -9],
        [-9, 9],
        [9, 9],
      ]
        .map(([a, b]) => circle(x + a!, y + b!, 4.5, tone(color, -0.5)))
        .join('')
    : ''
  return (
    circle(x + 3, y + 6, size, '#2d2622', 'opacity=".2"') +
    circle(x, y, size, color) +
    circle(x, y, size * 0.72, tone(color, 0.14)) +
    holes +
    circle(x - 12, y - 14, 6, '#fff', 'opacity=".6"')
  )
}

function ring(count: number, radius: number, draw: (x: number, y: number, turn: number) => string): string {
  return times(count, (i) => {
    const angle = (i / count) * Math.PI * 2
    return draw(600 + Math.cos(angle) * radius, 450 + Math.sin(angle) * radius, (angle * 180) / Math.PI + 90)
  })
}

function topRobot(x: number, y: number, color: string): string {
  return (
    circle(x + 4, y + 6, 56, '#2d2622', 'opacity=".2"') +
    circle(x, y, 54, color) +
    oval(x, y + 8, 26, 34, '#3a3f45') +
    circle(x - 18, y - 36, 8, '#fff') +
    circle(x + 18, y - 36, 8, '#fff') +
    times(4, (i) =>
      circle(x + Math.cos((i * Math.PI) / 2) * 14, y + 8 + Math.sin((i * Math.PI) / 2) * 18, 6, '#fffaf0'),
    )
  )
}
