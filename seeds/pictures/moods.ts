/** The light and colours of a picture: a season and weather out of doors, a room and hour indoors. */
export type Mood = {
  sky: [string, string]
  far: string
  mid: string
  near: string
  ground: string
  leaves: string[]
  weather: 'clear' | 'rain' | 'snow'
  dark: boolean
  dressed: 'light' | 'rain' | 'warm'
  wall: string
  panel: string
  floor: string
  wood: string
}

const day: Mood = {
  sky: ['#bcdfe9', '#fdf3da'],
  far: '#a8cbb9',
  mid: '#86b78c',
  near: '#5f9868',
  ground: '#8dbb68',
  leaves: ['#79ad5d', '#9cc56c', '#5c9455'],
  weather: 'clear',
  dark: false,
  dressed: 'light',
  wall: '#f4e4cd',
  panel: '#dfb98e',
  floor: '#d3a572',
  wood: '#c68d58',
}

export const moods = {
  spring: {
    ...day,
    sky: ['#cfe7e8', '#fbf0dc'],
    far: '#b5d0bd',
    mid: '#9cc29a',
    near: '#74a877',
    ground: '#a3c873',
    leaves: ['#a9cf77', '#c7dd8b', '#86b865'],
    wall: '#e2ead7',
    panel: '#b5cba6',
  },
  summer: day,
  autumn: {
    ...day,
    sky: ['#dbe3dc', '#fbe9c8'],
    far: '#c9b48a',
    mid: '#b58f57',
    near: '#8b7a47',
    ground: '#b79a55',
    leaves: ['#dd8b35', '#c75f34', '#e7b54a', '#b04a30'],
    dressed: 'warm',
  },
  rain: {
    ...day,
    sky: ['#9fb2b8', '#d6dbd2'],
    far: '#93aaa5',
    mid: '#6f9086',
    near: '#51746a',
    ground: '#75895c',
    leaves: ['#c98f42', '#a9793f', '#7d8f4f'],
    weather: 'rain',
    dressed: 'rain',
    wall: '#d9e1e0',
    panel: '#a3b9b8',
  },
  winter: {
    ...day,
    sky: ['#bcd5e4', '#fbeae2'],
    far: '#c4d4dc',
    mid: '#a4bec8',
    near: '#7299a0',
    ground: '#f2f5f5',
    leaves: ['#5f8d86', '#7aa39b', '#4c7872'],
    weather: 'snow',
    dressed: 'warm',
    wall: '#dbe5ea',
    panel: '#a4bccb',
  },
  dusk: {
    ...day,
    sky: ['#2b4367', '#e29c7d'],
    far: '#6a6f91',
    mid: '#47587e',
    near: '#2c4163',
    ground: '#a7b7d2',
    leaves: ['#2f4f63', '#3c6070', '#264256'],
    weather: 'snow',
    dark: true,
    dressed: 'warm',
    wall: '#e8c49c',
    panel: '#b67b55',
    floor: '#a87347',
    wood: '#94602f',
  },
} satisfies Record<string, Mood>

export type MoodName = keyof typeof moods

export const clothes = [
  '#d4573c',
  '#e59f35',
  '#2f7377',
  '#44669a',
  '#b5476c',
  '#6b9150',
  '#83598a',
  '#e4c145',
  '#4f9aa5',
]
export const skins = ['#f7d7ba', '#efc29b', '#dba678', '#b17a51', '#805138', '#f9dfc9']
export const hairs = ['#e3bd72', '#b77d40', '#6d4529', '#30231e', '#cb9352', '#241e1f', '#a9572f']
