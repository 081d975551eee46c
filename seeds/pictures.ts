import sharp from 'sharp'
import { closeups } from './pictures/closeups.ts'
import { indoorScenes } from './pictures/indoor-scenes.ts'
import { type MoodName, moods } from './pictures/moods.ts'
import { outdoors } from './pictures/outdoors.ts'
import type { Scene } from './pictures/scene.ts'
import { drawing, HEIGHT, WIDTH } from './pictures/svg.ts'
import { seeded } from './random.ts'

const motifs: Record<string, Scene> = { ...outdoors, ...indoorScenes, ...closeups }

/** Every picture there is, as 'motif/light'. */
export const scenes: string[] = Object.entries(motifs).flatMap(([motif, { moods: lights }]) =>
  lights.map((mood) => `${motif}/${mood}`),
)

/** Draws a scene as WebP in the two sizes that the portal shows. Throws for a scene that is not in `scenes`. */
export async function drawScene(
  scene: string,
): Promise<{ large: Buffer; small: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(Buffer.from(svgOf(scene)))
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { raw: { width: info.width, height: info.height, channels: info.channels } }
  const [large, small] = await Promise.all([
    sharp(data, raw).webp({ quality: 80, effort: 2 }).toBuffer(),
    sharp(data, raw).resize(480).webp({ quality: 76, effort: 2 }).toBuffer(),
  ])
  return { large, small, width: WIDTH, height: HEIGHT }
}

/** What a scene shows, in Swedish, for those who do not see it. */
export function altOf(scene: string): string {
  const name = scene.split('/')[0]!
  return name in outdoors ? `${motif(scene).alt} ${lightOf[scene.split('/')[1] as MoodName]}` : motif(scene).alt
}

const lightOf: Record<MoodName, string> = {
  spring: 'Det är ljus vår.',
  summer: 'Det är sommar och grönt.',
  autumn: 'Det är höst.',
  rain: 'Det regnar.',
  winter: 'Det ligger snö.',
  dusk: 'Det skymmer och det ligger snö.',
}

/** The scenes of a motif that go with the lights asked for, or with the nearest there are: never snow in June. */
export function scenesOf(name: string, wanted: MoodName[]): string[] {
  const lights = motifs[name]!.moods
  const fitting = wanted.filter((mood) => lights.includes(mood))
  const nearest = nearby[wanted[0]!].find((mood) => lights.includes(mood)) ?? lights[0]!
  return (fitting.length > 0 ? fitting : [nearest]).map((mood) => `${name}/${mood}`)
}

const nearby: Record<MoodName, MoodName[]> = {
  spring: ['summer', 'rain', 'autumn', 'winter'],
  summer: ['spring', 'autumn', 'rain'],
  autumn: ['rain', 'summer', 'spring', 'winter'],
  rain: ['autumn', 'spring', 'summer'],
  winter: ['dusk', 'autumn', 'spring'],
  dusk: ['winter', 'autumn', 'spring'],
}

export function svgOf(scene: string): string {
  const mood = scene.split('/')[1] as MoodName
  const name = scene.split('/')[0]!
  const light = name in outdoors ? moods[mood] : { ...moods[mood], dressed: 'light' as const } // No woolly hats indoors.
  return drawing(motif(scene).draw(seeded(scene), light))
}

function motif(scene: string): Scene {
  const found = motifs[scene.split('/')[0]!]
  if (!found || !scenes.includes(scene)) throw new Error(`There is no scene '${scene}'`)
  return found
}
