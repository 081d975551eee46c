import type { Random } from '../random.ts'

export const WIDTH = 1200
export const HEIGHT = 900

/** The whole drawing: what `shapes` holds, over the paper, with a breath of light over it all. */
export function drawing(shapes: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${shapes.join('')}</svg>`
}

export function rect(x: number, y: number, w: number, h: number, fill: string, more = ''): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" fill="${fill}" ${more}/>`
}

export function round(x: number, y: number, w: number, h: number, r: number, fill: string, more = ''): string {
  return rect(x, y, w, h, fill, `rx="${n(r)}" ${more}`)
}

export function circle(x: number, y: number, r: number, fill: string, more = ''): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fill}" ${more}/>`
}

export function oval(x: number, y: number, rx: number, ry: number, fill: string, more = ''): string {
  return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`
}

export function shape(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`
}

export function line(d: string, stroke: string, width: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
}

export function group(x: number, y: number, scale: number, shapes: string[], turn = 0, flip = false): string {
  const spin = turn ? ` rotate(${n(turn)})` : ''
  return `<g transform="translate(${n(x)} ${n(y)})${spin} scale(${n(flip ? -scale : scale)} ${n(scale)})">${shapes.join('')}</g>`
}

export function faded(opacity: number, shapes: string[]): string {
  return `<g opacity="${opacity}">${shapes.join('')}</g>`
}

/** A fill that goes from one colour at the top to another at the bottom. */
export function gradient(id: string, top: string, bottom: string): string {
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`
}

/** A round glow that fades to nothing. */
export function glow(id: string, x: number, y: number, r: number, color: string, strength = 0.8): string {
  return `<radialGradient id="${id}"><stop offset="0" stop-color="${color}" stop-opacity="${strength}"/><stop offset="1" stop-color="${color}" stop-opacity="0"/></radialGradient>${circle(x, y, r, `url(#${id})`)}`
}

/** A lighter (amount above 0) or darker (below 0) neighbour of a colour. */
export function tone(color: string, amount: number): string {
  const target = amount > 0 ? 255 : 20
  const part = (from: number) => {
    const value = Number.parseInt(color.slice(from, from + 2), 16)
    return Math.round(value + (target - value) * Math.abs(amount))
      .toString(16)
      .padStart(2, '0')
  }
  return `#${part(1)}${part(3)}${part(5)}`
}

export function spread(random: Random, low: number, high: number): number {
  return low + random.next() * (high - low)
}

export function times(count: number, make: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => make(i)).join('')
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100)
}
