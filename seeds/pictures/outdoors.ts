import type { Random } from '../random.ts'
import { figure, hands } from './figures.ts'
import { clothes, type Mood, moods } from './moods.ts'
import {
  air,
  birch,
  bush,
  fallenLeaves,
  flower,
  landscape,
  leaf,
  leafTree,
  pine,
  rock,
  spruce,
  wood,
} from './nature.ts'
import type { Scene } from './scene.ts'
import { circle, faded, glow, group, line, oval, rect, round, shape, spread, times, tone } from './svg.ts'

export const outdoors: Record<string, Scene> = {
  'forest-walk': {
    moods: ['spring', 'autumn', 'rain', 'winter'],
    alt: 'Barn går på rad på en stig genom skogen.',
    draw: (r, m) => [
      landscape(r, m, 520),
      wood(r, m, 590, 10, 440),
      shape(
        'M500 900 Q430 760 640 690 T760 570 L800 570 Q760 660 700 710 T760 900Z',
        tone(m.ground, m.weather === 'snow' ? -0.08 : 0.35),
      ),
      fallen(r, m, 620),
      figure(r, m, 815, 650, 0.72, { legs: 'walk', look: -0.8, grownUp: true }),
      figure(r, m, 690, 690, 0.78, { legs: 'walk', look: -0.8 }),
      figure(r, m, 560, 735, 0.88, { legs: 'walk', look: -0.6, hands: hands('wave') }),
      figure(r, m, 410, 790, 1, { legs: 'walk', look: -0.6 }),
      figure(r, m, 240, 850, 1.1, { legs: 'walk', look: 0.7, hands: hands('point') }),
      rock(1040, 800, 1.5, m),
      spruce(1150, 880, 520, m.weather === 'snow' ? m.near : '#3f6e52', m.weather === 'snow'),
      air(r, m),
    ],
  },
  puddle: {
    moods: ['rain', 'spring', 'autumn'],
    alt: 'Tre barn i regnkläder hoppar i en stor vattenpöl så att det stänker.',
    draw: (r, m) => [
      landscape(r, m, 470),
      wood(r, m, 520, 7, 300),
      puddle(600, 770, 470, m),
      figure(r, m, 330, 770, 1.15, { legs: 'jump', hands: hands('up'), dressed: 'rain' }),
      figure(r, m, 610, 810, 1.3, { legs: 'jump', hands: hands('up'), dressed: 'rain' }),
      figure(r, m, 890, 770, 1.1, { legs: 'walk', hands: hands('point'), look: -0.8, flip: true, dressed: 'rain' }),
      splash(r, 330, 775),
      splash(r, 610, 815),
      air(r, m),
    ],
  },
  sledding: {
    moods: ['winter', 'dusk'],
    alt: 'Barn åker kälke nedför en snöig backe.',
    draw: (r, m) => [
      landscape(r, m, 420),
      wood(r, m, 450, 8, 260),
      shape('M0 420 C240 440 420 600 700 690 S1080 760 1200 770 V900 H0Z', tone(m.ground, 0.3)),
      shape('M0 560 C260 590 460 720 720 790 S1100 850 1200 850 V900 H0Z', tone(m.ground, -0.07)),
      figure(r, m, 110, 500, 0.85, { hands: hands('wave') }),
      figure(r, m, 930, 800, 1, { legs: 'walk', look: -0.7, flip: true }),
      sled(r, m, 360, 610, 23, 0.95),
      sled(r, m, 640, 745, 15, 1.15),
      air(r, m),
    ],
  },
  'snow-lantern': {
    moods: ['dusk', 'winter'],
    alt: 'Barn tänder ljus i en snölykta av snöbollar.',
    draw: (r, m) => [
      landscape(r, m, 520),
      wood(r, m, 560, 9, 380),
      figure(r, m, 330, 760, 1.2, { hands: hands('hold'), look: 0.9 }),
      glow('flame', 600, 690, 330, '#ffd98a', 0.95),
      snowballs(600, 790),
      figure(r, m, 880, 770, 1.15, { hands: hands('point'), look: -0.9, flip: true }),
      figure(r, m, 1050, 820, 1.25, { hands: hands('hold'), look: -0.9 }),
      air(r, m),
    ],
  },
  kites: {
    moods: ['spring', 'summer', 'autumn'],
    alt: 'Barn flyger hemgjorda drakar på en höjd.',
    draw: (r, m) => [
      landscape(r, m, 560),
      kite(r, 300, 200, 1.1, -16, 420, 640),
      kite(r, 640, 130, 1, 12, 640, 660),
      kite(r, 980, 260, 1.25, 22, 900, 660),
      figure(r, m, 360, 800, 1.05, { hands: hands('wave'), look: 0.4 }),
      figure(r, m, 560, 830, 1.12, { hands: hands('wave'), look: 0.4, legs: 'walk' }),
      figure(r, m, 930, 800, 1.05, { hands: hands('wave'), look: -0.4, flip: true }),
      bush(r, { ...m, leaves: moods.summer.leaves }, 130, 720, 90),
      meadow(r, m),
    ],
  },
  'raised-bed': {
    moods: ['spring', 'summer'],
    alt: 'Barn planterar i en odlingslåda med spadar och vattenkanna.',
    draw: (r, m) => [
      landscape(r, m, 480),
      leafTree(r, m, 1060, 600, 420),
      figure(r, m, 290, 720, 1.12, { hands: hands('forward'), look: 0.6 }),
      figure(r, m, 590, 700, 1.1, { hands: hands('hold'), look: 0 }),
      figure(r, m, 880, 720, 1.12, { hands: hands('forward'), look: -0.7 }),
      planter(r, m),
      wateringCan(1040, 800, 1.1),
      meadow(r, m),
    ],
  },
  orchard: {
    moods: ['autumn', 'summer'],
    alt: 'Barn plockar äpplen från ett äppelträd och lägger dem i en korg.',
    draw: (r, m) => [
      landscape(r, m, 520),
      leafTree(r, m, 980, 690, 500, '#cf4a3a'),
      leafTree(r, { ...m, leaves: ['#7da65a', '#97b765', '#6c9650'] }, 430, 740, 640, '#d2463a'),
      figure(r, m, 250, 800, 1.1, { hands: hands('wave'), look: 0.5 }),
      figure(r, m, 640, 815, 1.15, { hands: hands('up'), look: -0.5 }),
      basket(840, 830, 1.3, '#cf4a3a'),
      times(9, () => apple(spread(r, 120, 1100), spread(r, 790, 880), 0.8)),
    ],
  },
  campfire: {
    moods: ['autumn', 'winter', 'dusk', 'spring'],
    alt: 'Barn och en pedagog sitter runt en eld vid ett vindskydd i skogen.',
    draw: (r, m) => [
      landscape(r, m, 500),
      wood(r, m, 550, 10, 430),
      windShelter(m, 600, 640),
      figure(r, m, 320, 770, 1.05, { legs: 'sit', look: 0.8 }),
      figure(r, m, 500, 730, 1, { legs: 'sit', look: 0.4, hands: hands('hold') }),
      figure(r, m, 720, 730, 1, { legs: 'sit', look: -0.4 }),
      figure(r, m, 920, 770, 0.92, { legs: 'sit', look: -0.8, grownUp: true }),
      glow('fire', 610, 790, 300, '#ffc26b', m.dark ? 0.9 : 0.55),
      fire(610, 820, 1.25),
      air(r, m),
    ],
  },
  den: {
    moods: ['spring', 'summer', 'autumn', 'rain'],
    alt: 'Barn bygger en koja av grenar mellan träden.',
    draw: (r, m) => [
      landscape(r, m, 500),
      wood(r, m, 560, 9, 420),
      den(r, m),
      figure(r, m, 290, 810, 1.1, {
        hands: [
          [-40, -180],
          [76, -180],
        ],
        look: 0.7,
      }),
      line('M210 610 L420 590', '#7d5a40', 17),
      figure(r, m, 900, 800, 1.1, { hands: hands('up'), look: -0.7 }),
      figure(r, m, 1060, 850, 1.2, { hands: hands('hold'), look: -0.8 }),
      fallen(r, m, 700),
      air(r, m),
    ],
  },
  'bird-feeder': {
    moods: ['winter', 'dusk'],
    alt: 'Barn tittar på domherrar och blåmesar vid ett fågelbord.',
    draw: (r, m) => [
      landscape(r, m, 540),
      birch(r, m, 160, 720, 640),
      spruce(1090, 760, 560, m.near, true),
      feeder(700, 800),
      bird(640, 420, 1.2, '#d2573f'),
      bird(770, 425, 1.1, '#5b8fb9', true),
      bird(560, 250, 1, '#e3bb4b'),
      figure(r, m, 360, 830, 1.15, { hands: hands('point'), look: 0.9 }),
      figure(r, m, 950, 840, 1.15, { hands: hands('hold'), look: -0.9 }),
      air(r, m),
    ],
  },
  stream: {
    moods: ['spring', 'summer', 'autumn'],
    alt: 'Barn släpper barkbåtar i en bäck.',
    draw: (r, m) => [
      landscape(r, m, 480),
      wood(r, m, 530, 8, 340),
      shape(
        'M460 500 C520 600 300 660 420 760 S560 860 500 900 H900 C960 820 720 780 700 700 S640 560 560 500Z',
        '#7fb5c6',
      ),
      shape(
        'M520 560 C540 640 420 680 500 760 S640 850 610 900 H700 C720 830 580 770 590 700 S590 600 540 540Z',
        '#a9d2db',
        'opacity=".7"',
      ),
      barkBoat(r, 520, 700, 0.9),
      barkBoat(r, 610, 790, 1.2),
      barkBoat(r, 690, 860, 1.3),
      rock(390, 800, 1, m),
      rock(790, 700, 0.8, m),
      figure(r, m, 260, 790, 1.12, { hands: hands('point'), look: 0.8 }),
      figure(r, m, 940, 790, 1.1, { hands: hands('point'), look: -0.8, flip: true }),
      figure(r, m, 1090, 830, 1.18, { hands: hands('hold'), look: -0.8 }),
      fallen(r, m, 640),
    ],
  },
  sandpit: {
    moods: ['summer', 'spring', 'autumn'],
    alt: 'Barn bakar sandkakor i sandlådan med hinkar och spadar.',
    draw: (r, m) => [
      landscape(r, m, 480),
      leafTree(r, m, 190, 580, 400),
      fence(m, 560),
      oval(620, 770, 520, 132, '#8e6a48'),
      oval(620, 762, 496, 118, '#ecd3a0'),
      oval(620, 752, 420, 80, '#f3dfb4', 'opacity=".8"'),
      figure(r, m, 340, 760, 1.05, { legs: 'sit', look: 0.8, hands: hands('forward') }),
      figure(r, m, 640, 730, 1, { legs: 'sit', look: 0.2, hands: hands('hold') }),
      figure(r, m, 920, 765, 1.05, { legs: 'sit', look: -0.8, hands: hands('forward') }),
      sandcakes(480, 800),
      bucket(760, 820, 1, '#d4573c'),
      bucket(1030, 790, 0.8, '#44669a'),
    ],
  },
  yard: {
    moods: ['spring', 'summer', 'autumn'],
    alt: 'Barn cyklar på trehjulingar och kör skottkärra på gården.',
    draw: (r, m) => [
      landscape(r, m, 460),
      redHouse(820, 500),
      fence(m, 540),
      shape('M0 690 Q300 630 640 700 T1200 690 V820 Q860 860 560 810 T0 830Z', '#c9bfae'),
      line('M40 758 Q320 700 640 756 T1180 752', '#f3ecdd', 8, 'stroke-dasharray="34 30"'),
      tricycle(r, m, 330, 780, 1.1),
      tricycle(r, m, 700, 815, 1.25),
      figure(r, m, 1010, 800, 1.15, { legs: 'walk', look: -0.8, flip: true, hands: hands('forward') }),
      meadow(r, m, 6),
    ],
  },
  tracks: {
    moods: ['winter', 'dusk'],
    alt: 'Barn undersöker djurspår i snön.',
    draw: (r, m) => [
      landscape(r, m, 500),
      wood(r, m, 560, 9, 400),
      times(13, (i) => paw(190 + i * 74, 850 - Math.sin(i / 2.3) * 60 - i * 14, 1 - i * 0.04)),
      figure(r, m, 330, 790, 1.1, { hands: hands('point'), look: 0.8 }),
      figure(r, m, 530, 730, 1, { hands: hands('hold'), look: 0.7 }),
      figure(r, m, 1040, 810, 1.1, { hands: hands('point'), look: -0.8, flip: true }),
      fox(720, 560, 0.55),
      air(r, m),
    ],
  },
  'mud-kitchen': {
    moods: ['spring', 'summer', 'autumn', 'rain'],
    alt: 'Barn lagar mat av lera, löv och vatten i ett utekök.',
    draw: (r, m) => [
      landscape(r, m, 470),
      fence(m, 550),
      leafTree(r, m, 1080, 620, 430),
      figure(r, m, 360, 800, 1.2, { legs: 'none', look: 0.6, hands: hands('forward') }),
      figure(r, m, 620, 800, 1.2, { legs: 'none', look: 0, hands: hands('hold') }),
      figure(r, m, 880, 800, 1.2, { legs: 'none', look: -0.6, hands: hands('forward') }),
      counter(m),
      pot(400, 640, 1.1, '#5d7f8a'),
      pot(640, 640, 1.2, '#b5654a'),
      bowl(880, 640, 1.2, '#e4c141'),
      times(7, () => leaf(spread(r, 240, 1000), spread(r, 640, 668), 0.6, r.pick(m.leaves), spread(r, 0, 360))),
      air(r, m),
    ],
  },
  'leaf-pile': {
    moods: ['autumn', 'rain'],
    alt: 'Barn kastar upp löv från en stor lövhög.',
    draw: (r, m) => [
      landscape(r, m, 500),
      leafTree(r, moods.autumn, 190, 680, 560),
      leafTree(r, moods.autumn, 1040, 660, 500),
      figure(r, m, 400, 780, 1.15, { hands: hands('up') }),
      figure(r, m, 640, 770, 1.2, { hands: hands('up'), legs: 'jump' }),
      figure(r, m, 870, 790, 1.1, { hands: hands('up') }),
      times(210, () => {
        const x = 640 + spread(r, -1, 1) * spread(r, 0, 470)
        const height = Math.max(0, 110 - Math.abs(x - 640) * 0.24)
        return leaf(x, 860 - spread(r, 0, height), spread(r, 0.8, 1.3), r.pick(moods.autumn.leaves), spread(r, 0, 360))
      }),
      times(34, () =>
        leaf(
          spread(r, 220, 1040),
          spread(r, 260, 640),
          spread(r, 0.6, 1),
          r.pick(moods.autumn.leaves),
          spread(r, 0, 360),
        ),
      ),
    ],
  },
  balance: {
    moods: ['spring', 'summer', 'autumn', 'winter'],
    alt: 'Barn balanserar på en stock i skogen.',
    draw: (r, m) => [
      landscape(r, m, 500),
      wood(r, m, 550, 9, 400),
      line('M150 790 L1050 760', '#6d4a35', 64),
      line('M150 776 L1050 746', '#8b6247', 34),
      circle(1050, 760, 32, '#d9b98c'),
      circle(1050, 760, 18, '#c09a69'),
      figure(r, m, 330, 758, 1, {
        legs: 'walk',
        hands: [
          [-118, -184],
          [118, -190],
        ],
        look: 0.8,
      }),
      figure(r, m, 610, 748, 1.02, {
        hands: [
          [-116, -170],
          [118, -206],
        ],
        look: 0.6,
      }),
      figure(r, m, 880, 738, 1, {
        legs: 'walk',
        hands: [
          [-118, -206],
          [118, -174],
        ],
        look: 0.6,
      }),
      rock(180, 850, 1.3, m),
      fallen(r, m, 720),
      air(r, m),
    ],
  },
  football: {
    moods: ['spring', 'summer', 'autumn'],
    alt: 'Barn spelar boll på en gräsplan.',
    draw: (r, m) => [
      landscape(r, m, 450),
      wood(r, m, 480, 8, 220),
      line('M860 640 V470 H1120 V640', '#fdfbf4', 12),
      times(8, (i) => line(`M${880 + i * 32} 474 L${870 + i * 33} 640`, '#fdfbf4', 3, 'opacity=".6"')),
      line('M0 700 Q600 660 1200 700', '#fdfbf4', 8, 'opacity=".7"'),
      figure(r, m, 980, 660, 0.85, {
        hands: [
          [-110, -190],
          [110, -190],
        ],
        look: -0.7,
        dressed: 'light',
      }),
      figure(r, m, 330, 790, 1.15, { legs: 'walk', look: 0.8, dressed: 'light' }),
      figure(r, m, 560, 740, 1, { legs: 'walk', look: 0.4, hands: hands('up'), dressed: 'light' }),
      figure(r, m, 780, 820, 1.2, { legs: 'walk', look: -0.8, dressed: 'light', flip: true }),
      ball(470, 830, 34),
    ],
  },
  'weather-station': {
    moods: ['spring', 'rain', 'autumn', 'winter'],
    alt: 'Elever läser av termometer, vindmätare och regnmätare på skolgården.',
    draw: (r, m) => [
      landscape(r, m, 500),
      redHouse(230, 540),
      weatherStation(620, 820),
      figure(r, m, 380, 830, 1.2, { hands: hands('hold'), look: 0.8 }),
      notebook(380, 668),
      figure(r, m, 880, 830, 1.2, { hands: hands('point'), look: -0.8, flip: true }),
      figure(r, m, 1070, 850, 1.25, { hands: hands('hold'), look: -0.8 }),
      air(r, m),
    ],
  },
  harbour: {
    moods: ['summer', 'spring', 'autumn'],
    alt: 'Barn står på en brygga vid älven och tittar på båtar.',
    draw: (r, m) => [
      landscape(r, m, 430),
      shape('M0 500 H1200 V900 H0Z', '#86b6c8'),
      times(26, () =>
        line(`M${spread(r, 0, 1150)} ${spread(r, 530, 880)} q30 -9 60 0 t60 0`, '#b9dae2', 4, 'opacity=".7"'),
      ),
      sailboat(280, 580, 0.9, '#d4573c'),
      sailboat(850, 560, 0.65, '#2f7377'),
      shape('M380 900 L520 640 H760 L960 900Z', '#b98a5e'),
      times(6, (i) => line(`M${505 - i * 26} ${676 + i * 42} H${778 + i * 32}`, '#94683f', 5)),
      figure(r, m, 650, 720, 0.92, { look: 2 }),
      figure(r, m, 745, 712, 0.88, { look: 2, hands: hands('wave') }),
      figure(r, m, 510, 850, 1.12, { look: 0.7, hands: hands('point') }),
    ],
  },
  meadow: {
    moods: ['summer', 'spring'],
    alt: 'Barn med håvar letar efter fjärilar på en blommande äng.',
    draw: (r, m) => [
      landscape(r, m, 480),
      birch(r, m, 150, 640, 480),
      birch(r, m, 1080, 650, 440),
      figure(r, m, 380, 790, 1.1, { hands: hands('wave'), look: 0.6 }),
      net(487, 495, 1),
      figure(r, m, 660, 800, 1.15, { hands: hands('hold'), look: 0.3 }),
      figure(r, m, 910, 790, 1.1, { hands: hands('wave'), look: -0.6, flip: true }),
      net(803, 493, -1),
      times(26, () =>
        flower(
          spread(r, 20, 1180),
          spread(r, 770, 895),
          spread(r, 0.8, 1.5),
          r.pick(['#e7e3f4', '#f2a6b4', '#f6d061', '#8aa6da', '#fdfaf0']),
        ),
      ),
      butterfly(560, 330, 1.3, '#e8a33d'),
      butterfly(740, 420, 1, '#6d8fd0'),
      butterfly(640, 250, 0.9, '#d4573c'),
    ],
  },
  parachute: {
    moods: ['summer', 'spring', 'autumn'],
    alt: 'Barn lyfter en stor färgglad fallskärm tillsammans på gräset.',
    draw: (r, m) => [
      landscape(r, m, 470),
      leafTree(r, m, 1090, 580, 380),
      figure(r, m, 330, 660, 0.86, { hands: hands('up') }),
      figure(r, m, 520, 640, 0.82, { hands: hands('up') }),
      figure(r, m, 710, 640, 0.82, { hands: hands('up') }),
      figure(r, m, 890, 660, 0.86, { hands: hands('up') }),
      parachute(),
      figure(r, m, 180, 820, 1.12, { look: 0.9, hands: hands('point') }),
      figure(r, m, 1040, 820, 1.12, { look: -0.9, hands: hands('point'), flip: true }),
    ],
  },
  'chalk-play': {
    moods: ['spring', 'summer', 'autumn'],
    alt: 'Barn hoppar hage på en ruta ritad med krita på asfalten.',
    draw: (r, m) => [
      landscape(r, m, 450),
      redHouse(860, 490),
      fence(m, 530),
      shape('M0 590 Q600 560 1200 590 V900 H0Z', '#a7a6a3'),
      times(6, (i) =>
        line(
          `M${420 + i * 12} ${860 - i * 48} h${330 - i * 24} l-8 -46 h-${316 - i * 24}Z`,
          r.pick(['#fdf6e0', '#f6c7b5', '#c9e3ea', '#f4e08f']),
          7,
        ),
      ),
      figure(r, m, 580, 760, 1.1, {
        legs: 'jump',
        hands: [
          [-112, -190],
          [112, -190],
        ],
      }),
      figure(r, m, 260, 800, 1.15, { look: 0.8, hands: hands('point') }),
      figure(r, m, 930, 790, 1.1, { look: -0.8 }),
      figure(r, m, 1070, 830, 1.2, { look: -0.8, hands: hands('wave') }),
    ],
  },
}

function fallen(r: Random, m: Mood, top: number): string {
  return m === moods.autumn ? fallenLeaves(r, m, top, 46) : ''
}

function meadow(r: Random, m: Mood, count = 16): string {
  if (m === moods.autumn) return fallenLeaves(r, m, 700, 26)
  return times(count, () =>
    flower(
      spread(r, 10, 1190),
      spread(r, 800, 892),
      spread(r, 0.5, 0.9),
      r.pick(['#fdfaf0', '#f6d061', '#f2a6b4', '#b9a6da']),
    ),
  )
}

function puddle(x: number, y: number, w: number, m: Mood): string {
  return [
    oval(x, y + 8, w + 14, 104, tone(m.ground, -0.3)),
    oval(x, y, w, 96, '#7ea3b3'),
    oval(x - 40, y - 10, w * 0.82, 70, '#a5c4cd'),
    oval(x + 60, y + 16, w * 0.5, 30, '#c8dde0', 'opacity=".7"'),
  ].join('')
}

function splash(r: Random, x: number, y: number): string {
  return (
    line(
      `M${x - 120} ${y - 4} Q${x - 170} ${y - 60} ${x - 160} ${y - 100} M${x - 80} ${y - 8} Q${x - 110} ${y - 80} ${x - 84} ${y - 116} M${x + 80} ${y - 8} Q${x + 110} ${y - 80} ${x + 84} ${y - 116} M${x + 120} ${y - 4} Q${x + 170} ${y - 60} ${x + 160} ${y - 100}`,
      '#d9ebee',
      13,
      'opacity=".9"',
    ) + times(12, () => circle(x + spread(r, -210, 210), y - spread(r, 30, 170), spread(r, 4, 11), '#e6f2f3'))
  )
}

function sled(r: Random, m: Mood, x: number, y: number, turn: number, scale: number): string {
  const wood = r.pick(['#c4503a', '#b57c46', '#3f6f8f'])
  return group(
    x,
    y,
    scale,
    [
      figure(r, m, 0, -26, 1, { legs: 'sit', look: 0.8, hands: hands('forward') }),
      round(-130, -34, 250, 24, 12, wood),
      line('M-120 0 H120 Q160 0 156 -46', tone(wood, -0.35), 12),
      line('M-80 -14 V0 M70 -14 V0', tone(wood, -0.35), 10),
      times(7, (i) => circle(-150 - i * 16, -6 - (i % 3) * 14, 11 - i, '#ffffff', 'opacity=".9"')),
    ],
    turn,
  )
}

function snowballs(x: number, y: number): string {
  const rows = [6, 5, 4, 3, 2, 1]
  return (
    rows
      .map((count, row) =>
        times(count, (i) => {
          const bx = x + (i - (count - 1) / 2) * 56
          const by = y - row * 46
          return (
            circle(bx, by, 31, row % 2 ? '#fff3d9' : '#fdf7ea') + circle(bx + 6, by + 6, 24, '#f3d9a4', 'opacity=".35"')
          )
        }),
      )
      .join('') +
    shape(`M${x - 14} ${y - 90} Q${x} ${y - 150} ${x + 14} ${y - 90} Q${x} ${y - 70} ${x - 14} ${y - 90}Z`, '#ffb03b') +
    circle(x, y - 92, 40, '#ffe7a8', 'opacity=".6"')
  )
}

function kite(r: Random, x: number, y: number, size: number, turn: number, toX: number, toY: number): string {
  const a = r.pick(clothes)
  const b = r.pick(clothes.filter((color) => color !== a))
  return (
    line(
      `M${x} ${y + 70 * size} Q${(x + toX) / 2 + 60} ${(y + toY) / 2} ${toX + 55} ${toY - 108}`,
      '#5a5048',
      3,
      'opacity=".8"',
    ) +
    group(
      x,
      y,
      size,
      [
        shape('M0 -100 L66 -10 L0 90 L-66 -10Z', a),
        shape('M0 -100 L66 -10 L0 -10Z', b),
        shape('M0 90 L-66 -10 L0 -10Z', b),
        line('M0 -100 V90 M-66 -10 H66', tone(a, -0.35), 4),
        line('M0 90 q26 30 0 56 t0 56', '#5a5048', 4),
        times(3, (i) =>
          shape(
            `M${i % 2 ? -4 : 6} ${118 + i * 34} l22 -12 v24Z M${i % 2 ? -4 : 6} ${118 + i * 34} l-22 -12 v24Z`,
            i % 2 ? a : b,
          ),
        ),
      ],
      turn,
    )
  )
}

function planter(r: Random, m: Mood): string {
  const plants = times(11, (i) => {
    const x = 190 + i * 76
    return r.chance(0.4)
      ? flower(x, 718, 1, r.pick(['#e2735a', '#f2c14a', '#b690c9']))
      : group(x, 718, 1, [
          shape(
            'M0 0 Q-34 -20 -30 -52 Q-4 -40 0 0 Q4 -46 32 -56 Q34 -18 0 0Z',
            r.pick(['#5f9a5a', '#7db268', '#4f8a60']),
          ),
        ])
  })
  return [
    shape('M150 700 H1010 L1040 760 H120Z', '#5d4333'),
    plants,
    rect(120, 752, 920, 96, '#b98556'),
    rect(120, 752, 920, 14, '#d3a473'),
    times(3, (i) => line(`M${120 + i * 460} 752 v96`, '#8d6240', 14)),
    line('M120 800 H1040', '#9c6f48', 4),
    m.weather === 'rain' ? '' : oval(580, 862, 500, 16, '#2c3a2a', 'opacity=".15"'),
  ].join('')
}

export function wateringCan(x: number, y: number, scale: number): string {
  return group(x, y, scale, [
    line('M-50 -60 Q-112 -92 -128 -112', '#3f7f86', 18),
    oval(-130, -114, 24, 11, '#3f7f86', 'transform="rotate(-40 -130 -114)"'),
    line('M42 -84 Q104 -96 76 -24', '#3f7f86', 14),
    shape('M-58 -92 H48 L56 0 H-64Z', '#4f9aa5'),
    shape('M20 -92 H48 L56 0 H26Z', '#3f7f86'),
    oval(-5, -92, 53, 13, '#2f6a70'),
  ])
}

export function basket(x: number, y: number, scale: number, fruit: string): string {
  return group(x, y, scale, [
    times(8, (i) => apple(-56 + (i % 4) * 37, -86 - Math.floor(i / 4) * 26, 0.62, fruit)),
    shape('M-86 -78 H86 L68 0 H-68Z', '#b9824d'),
    times(3, (i) => line(`M${-82 + i * 4} ${-60 + i * 22} H${82 - i * 4}`, '#93622f', 5)),
    times(7, (i) => line(`M${-66 + i * 22} -76 L${-54 + i * 18} -2`, '#93622f', 4)),
    round(-92, -90, 184, 20, 10, '#cf9a62'),
    line('M-78 -88 Q0 -220 78 -88', '#a3713c', 11),
  ])
}

export function apple(x: number, y: number, scale: number, color = '#cf4a3a'): string {
  return group(x, y, scale, [
    shape('M0 -22 Q34 -40 38 0 Q36 38 8 36 Q0 32 -8 36 Q-36 38 -38 0 Q-34 -40 0 -22Z', color),
    shape('M-26 -8 Q-22 -24 -10 -24 Q-22 -14 -20 4Z', '#ffffff', 'opacity=".5"'),
    line('M0 -22 Q2 -38 10 -44', '#6d4a35', 5),
    shape('M8 -34 Q30 -48 38 -32 Q22 -24 8 -34Z', '#6fa05c'),
  ])
}

function windShelter(m: Mood, x: number, y: number): string {
  return [
    shape(
      `M${x - 360} ${y + 40} L${x - 290} ${y - 210} H${x + 290} L${x + 360} ${y + 40}Z`,
      m.dark ? '#4b3a3d' : '#7a573d',
    ),
    shape(
      `M${x - 320} ${y + 40} L${x - 260} ${y - 150} H${x + 260} L${x + 320} ${y + 40}Z`,
      m.dark ? '#2f2a36' : '#513a2d',
    ),
    times(6, (i) =>
      line(`M${x - 300 + i * 4} ${y + 20 - i * 30} H${x + 300 - i * 4}`, m.dark ? '#3d333d' : '#664a38', 5),
    ),
    shape(
      `M${x - 400} ${y - 190} L${x - 310} ${y - 262} H${x + 310} L${x + 400} ${y - 190}Z`,
      m.weather === 'snow' ? '#eef3f6' : '#5f7a4d',
    ),
    line(`M${x - 340} ${y + 50} V${y - 190} M${x + 340} ${y + 50} V${y - 190}`, '#6b4a35', 22),
  ].join('')
}

function fire(x: number, y: number, scale: number): string {
  return group(x, y, scale, [
    times(9, (i) => oval(-96 + i * 24, 6 + Math.sin((i / 8) * Math.PI) * 16, 19, 13, i % 2 ? '#8b8c8a' : '#757774')),
    line('M-58 0 L48 -24 M58 0 L-48 -24', '#5d3f2e', 20),
    shape('M-50 -14 Q-60 -78 -20 -104 Q-22 -74 -4 -72 Q-12 -124 24 -156 Q18 -106 42 -88 Q62 -50 44 -14Z', '#ee7b30'),
    shape('M-28 -14 Q-34 -58 -8 -74 Q-4 -54 6 -56 Q6 -84 20 -98 Q20 -66 30 -52 Q38 -30 26 -14Z', '#ffc145'),
    shape('M-10 -14 Q-14 -38 4 -52 Q18 -34 12 -14Z', '#fff0b5'),
  ])
}

function den(r: Random, m: Mood): string {
  return [
    shape('M430 800 L620 400 L830 800Z', '#4a3a30'),
    shape('M560 800 L625 600 L700 800Z', '#2f2723'),
    times(17, (i) => {
      const x = 410 + i * 27
      return Math.abs(x - 628) < 58
        ? ''
        : line(
            `M${x} ${806 + (i % 2) * 12} L${spread(r, 596, 650)} ${spread(r, 350, 410)}`,
            r.pick(['#8a6549', '#755039', '#9a7554']),
            spread(r, 12, 20),
          )
    }),
    line('M380 470 L880 450', '#7d5a40', 18),
    times(22, () =>
      group(
        spread(r, 450, 800),
        spread(r, 500, 800),
        spread(r, 0.8, 1.3),
        [shape('M0 0 Q40 -30 84 -6 Q44 14 0 0Z', m.weather === 'rain' ? '#57805c' : '#5d8f5d')],
        spread(r, 30, 140),
      ),
    ),
    pine(r, m, 360, 830, 640),
    pine(r, m, 905, 820, 640),
  ].join('')
}

function feeder(x: number, y: number): string {
  return [
    rect(x - 13, y - 340, 26, 360, '#8a6549'),
    shape(`M${x - 150} ${y - 470} L${x} ${y - 560} L${x + 150} ${y - 470}Z`, '#b4503b'),
    shape(
      `M${x - 158} ${y - 478} Q${x - 80} ${y - 560} ${x} ${y - 574} Q${x + 80} ${y - 560} ${x + 158} ${y - 478} Q${x + 80} ${y - 512} ${x} ${y - 540} Q${x - 80} ${y - 512} ${x - 158} ${y - 478}Z`,
      '#f7fafa',
    ),
    rect(x - 112, y - 472, 12, 124, '#9c744f'),
    rect(x + 100, y - 472, 12, 124, '#9c744f'),
    round(x - 140, y - 356, 280, 26, 6, '#a97e55'),
    times(14, (i) => circle(x - 96 + i * 15, y - 360 - (i % 3) * 5, 6, '#d9b26a')),
  ].join('')
}

export function bird(x: number, y: number, scale: number, belly: string, flip = false): string {
  return group(
    x,
    y,
    scale,
    [
      shape('M-44 6 L-84 20 L-42 24Z', '#3b3f4a'),
      oval(0, 0, 46, 34, belly),
      shape('M-46 2 Q-30 -38 14 -32 Q6 4 -46 12Z', '#6d7884'),
      circle(32, -26, 24, '#3b3f4a'),
      circle(38, -30, 4.5, '#fff'),
      shape('M52 -28 L70 -22 L53 -17Z', '#d9a441'),
      line('M-6 32 v16 M10 32 v16', '#5d4a3a', 5),
    ],
    0,
    flip,
  )
}

function barkBoat(r: Random, x: number, y: number, scale: number): string {
  return group(
    x,
    y,
    scale,
    [
      oval(4, 16, 70, 10, '#5d96a8', 'opacity=".6"'),
      line('M0 -8 V-92', '#7d5a40', 6),
      shape('M4 -88 Q58 -58 4 -22Z', r.pick(['#fdf6e4', '#e5b54a', '#d4573c', '#a9c76f'])),
      shape('M-60 -10 Q0 6 66 -12 Q50 22 4 22 Q-44 22 -60 -10Z', '#94643f'),
      shape('M-60 -10 Q0 6 66 -12 Q0 -18 -60 -10Z', '#b98556'),
    ],
    spread(r, -8, 8),
  )
}

function fence(m: Mood, y: number): string {
  const color = m.dark ? '#8a8fa5' : '#f3ead9'
  return (
    times(26, (i) => round(i * 48, y - 74, 24, 96, 8, tone(color, i % 2 ? -0.04 : 0))) +
    rect(0, y - 52, 1200, 12, tone(color, -0.1)) +
    rect(0, y - 16, 1200, 12, tone(color, -0.1))
  )
}

function sandcakes(x: number, y: number): string {
  return times(3, (i) =>
    group(x + i * 74, y + (i % 2) * 16, 1, [
      shape('M-28 0 L-20 -38 H20 L28 0 Q0 12 -28 0Z', '#d9b77b'),
      oval(0, -38, 20, 7, '#ead0a0'),
    ]),
  )
}

function bucket(x: number, y: number, scale: number, color: string): string {
  return group(x, y, scale, [
    line('M-42 -84 Q0 -150 42 -84', '#5a5048', 6),
    shape('M-48 -88 H48 L36 0 H-36Z', color),
    shape('M20 -88 H48 L36 0 H16Z', tone(color, -0.2)),
    oval(0, -88, 48, 12, tone(color, -0.35)),
  ])
}

function redHouse(x: number, y: number): string {
  return [
    rect(x - 190, y - 170, 380, 190, '#b4503b'),
    times(12, (i) => line(`M${x - 176 + i * 32} ${y - 166} V${y + 18}`, '#9c4130', 3, 'opacity=".6"')),
    shape(`M${x - 220} ${y - 160} L${x} ${y - 282} L${x + 220} ${y - 160}Z`, '#57494a'),
    rect(x - 190, y - 176, 14, 196, '#fbf4e6'),
    rect(x + 176, y - 176, 14, 196, '#fbf4e6'),
    ...[-120, 60].map(
      (dx) =>
        rect(x + dx, y - 116, 72, 74, '#fbf4e6') +
        rect(x + dx + 8, y - 108, 56, 58, '#f4d58c') +
        rect(x + dx + 32, y - 108, 8, 58, '#fbf4e6'),
    ),
    rect(x - 32, y - 96, 64, 116, '#3d6b63'),
    rect(x - 40, y - 104, 80, 10, '#fbf4e6'),
  ].join('')
}

function tricycle(r: Random, m: Mood, x: number, y: number, scale: number): string {
  const color = r.pick(['#d4573c', '#2f7377', '#e4a135', '#44669a'])
  const wheel = (wx: number, wr: number) =>
    circle(wx, -wr, wr, '#3a3f45') + circle(wx, -wr, wr * 0.62, '#d9dadb') + circle(wx, -wr, wr * 0.2, '#3a3f45')
  return group(x, y, scale, [
    oval(0, 2, 140, 14, '#1d2b33', 'opacity=".2"'),
    wheel(-72, 34),
    line('M-72 -40 L64 -64', color, 17),
    figure(r, m, -22, -32, 0.92, {
      legs: 'sit',
      look: 0.8,
      hands: [
        [40, -138],
        [86, -130],
      ],
    }),
    line('M74 -44 L54 -140 L86 -150', color, 13),
    wheel(80, 46),
  ])
}

function paw(x: number, y: number, s: number): string {
  return group(
    x,
    y,
    s,
    [
      oval(0, 0, 17, 12, '#9fb3c4'),
      circle(-16, -17, 6.5, '#9fb3c4'),
      circle(-5, -23, 6.5, '#9fb3c4'),
      circle(7, -23, 6.5, '#9fb3c4'),
      circle(17, -16, 6.5, '#9fb3c4'),
    ],
    60,
  )
}

function fox(x: number, y: number, scale: number): string {
  return group(x, y, scale, [
    shape('M-150 -20 Q-230 -70 -250 -10 Q-200 30 -140 10Z', '#cf6f35'),
    shape('M-250 -10 Q-236 -42 -216 -40 Q-226 -10 -230 6Z', '#fdf3e4'),
    oval(-60, -30, 110, 46, '#d97a3c'),
    line('M-130 -10 V50 M-90 0 V54 M0 0 V54 M30 -6 V50', '#b5592a', 20),
    shape('M20 -60 L40 -130 L70 -96 L104 -128 L112 -60 Q150 -40 160 -22 Q110 0 70 -4 Q24 -16 20 -60Z', '#d97a3c'),
    shape('M96 -28 Q130 -34 160 -22 Q120 0 80 -6Z', '#fdf3e4'),
    circle(92, -58, 6, '#2d2622'),
    circle(158, -24, 8, '#2d2622'),
  ])
}

function counter(m: Mood): string {
  const wood = tone(m.wood, 0.15)
  return [
    rect(200, 676, 800, 170, tone(wood, -0.12)),
    times(9, (i) => line(`M${290 + i * 90} 690 V840`, tone(wood, -0.3), 4)),
    round(170, 640, 860, 46, 10, wood),
    round(170, 676, 860, 14, 6, tone(wood, -0.25)),
    circle(330, 770, 34, tone(wood, -0.4)),
    circle(870, 770, 34, tone(wood, -0.4)),
    line('M230 640 V560 H240 M970 640 V560', '#7d5a40', 14),
    oval(600, 852, 430, 16, '#1d2b33', 'opacity=".2"'),
  ].join('')
}

export function pot(x: number, y: number, scale: number, color: string): string {
  return group(x, y, scale, [
    oval(0, -62, 62, 16, '#6b4a35'),
    shape('M-66 -66 H66 L58 0 Q0 14 -58 0Z', color),
    shape('M30 -66 H66 L58 0 Q44 6 24 8Z', tone(color, -0.22)),
    round(-72, -72, 144, 14, 7, tone(color, 0.2)),
    line('M-66 -44 h-26 M66 -44 h26', tone(color, -0.3), 12),
  ])
}

export function bowl(x: number, y: number, scale: number, color: string): string {
  return group(x, y, scale, [
    oval(0, -48, 70, 16, tone(color, -0.3)),
    shape('M-72 -50 Q-60 0 0 4 Q60 0 72 -50 Q0 -30 -72 -50Z', color),
    line('M-20 -46 Q10 -110 40 -130', '#a97e55', 10),
  ])
}

function ball(x: number, y: number, r: number): string {
  return (
    oval(x, y + r, r, 7, '#1d2b33', 'opacity=".2"') +
    circle(x, y, r, '#fdfaf2') +
    shape(`M${x} ${y - 13} l13 9 -5 15 h-16 l-5 -15Z`, '#3a3f45') +
    line(`M${x - r + 4} ${y - 6} l12 4 M${x + r - 4} ${y - 6} l-12 4 M${x} ${y - r + 2} v10`, '#3a3f45', 5)
  )
}

function weatherStation(x: number, y: number): string {
  return [
    rect(x - 10, y - 470, 20, 480, '#d9d4c8'),
    line(`M${x - 96} ${y - 470} H${x + 96}`, '#8d8a83', 10),
    ...[-96, 96].map((dx) => shape(`M${x + dx} ${y - 470} q44 -34 44 8 q-20 30 -44 -8Z`, '#d4573c')),
    round(x - 74, y - 380, 148, 160, 12, '#fdfaf2'),
    times(4, (i) => line(`M${x - 58} ${y - 350 + i * 34} h116`, '#cfc8b8', 9)),
    round(x + 100, y - 330, 46, 170, 22, '#fdfaf2'),
    line(`M${x + 123} ${y - 310} V${y - 190}`, '#d9dadb', 9),
    line(`M${x + 123} ${y - 250} V${y - 190}`, '#d4573c', 9),
    circle(x + 123, y - 184, 13, '#d4573c'),
    line(`M${x - 10} ${y - 150} h-80`, '#8d8a83', 9),
    shape(`M${x - 130} ${y - 200} h56 l-10 110 h-36Z`, '#bfdbe3', 'opacity=".85"'),
    shape(`M${x - 122} ${y - 140} h40 l-5 50 h-30Z`, '#5f9fc0'),
  ].join('')
}

export function notebook(x: number, y: number): string {
  return group(
    x,
    y,
    1,
    [
      round(-46, -34, 92, 66, 6, '#fffaf0'),
      line('M-30 -16 h56 M-30 0 h60 M-30 16 h40', '#9fb0b8', 5),
      round(-52, -38, 14, 74, 4, '#d4573c'),
    ],
    -6,
  )
}

function sailboat(x: number, y: number, scale: number, color: string): string {
  return group(x, y, scale, [
    oval(0, 26, 140, 12, '#5d96a8', 'opacity=".6"'),
    line('M0 0 V-220', '#7d5a40', 8),
    shape('M8 -214 Q110 -110 112 -24 H8Z', '#fdf6e4'),
    shape('M-8 -190 Q-76 -100 -84 -24 H-8Z', tone(color, 0.5)),
    shape('M-120 -10 H132 Q110 36 70 36 H-76 Q-108 30 -120 -10Z', color),
    rect(-112, -10, 236, 9, '#fdf6e4'),
  ])
}

function net(x: number, y: number, side: number): string {
  return (
    line(`M${x} ${y} l${side * 66} -120`, '#8a6549', 8) +
    oval(x + side * 84, y - 150, 46, 30, '#fdfaf0', 'opacity=".55"') +
    line(`M${x + side * 40} ${y - 150} a46 30 0 1 0 ${side * 90} 0 a46 30 0 1 0 ${side * -90} 0`, '#6d8f8a', 6)
  )
}

export function butterfly(x: number, y: number, scale: number, color: string): string {
  return group(
    x,
    y,
    scale,
    [
      shape('M0 0 Q-46 -52 -52 -10 Q-44 14 0 4 Q-34 30 -22 40 Q-6 40 0 8Z', color),
      shape('M0 0 Q46 -52 52 -10 Q44 14 0 4 Q34 30 22 40 Q6 40 0 8Z', tone(color, 0.2)),
      line('M0 -12 V26', '#3a3230', 6),
      line('M0 -12 q-8 -14 -14 -16 M0 -12 q8 -14 14 -16', '#3a3230', 3),
    ],
    14,
  )
}

function parachute(): string {
  const colors = ['#d4573c', '#e4a135', '#4f9aa5', '#6b9150', '#83598a', '#e4c141', '#44669a', '#b5476c']
  const at = (i: number): [number, number] => {
    const angle = Math.PI + (i / 8) * Math.PI
    return [610 + Math.cos(angle) * 430, 690 + Math.sin(angle) * 30]
  }
  return (
    colors
      .map((color, i) => {
        const [x1] = at(i)
        const [x2] = at(i + 1)
        return shape(
          `M610 420 Q${(x1 + 610) / 2} 440 ${x1} 610 Q${(x1 + x2) / 2} 660 ${x2} 610 Q${(x2 + 610) / 2} 440 610 420Z`,
          color,
        )
      })
      .join('') +
    circle(610, 424, 16, '#fdf6e4') +
    faded(0.2, [oval(610, 800, 420, 60, '#1d2b33')])
  )
}
