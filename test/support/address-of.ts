import { ids } from './cast.ts'

/** Where a route leads for the cast: a child, an item, a group, each where the path asks for it. */
export function addressOf(path: string, id?: string): string {
  const kinds: [RegExp, string][] = [
    [/^\/children/, ids.alma],
    [/^\/documents/, ids.docAlma],
    [/^\/staff\/documents/, ids.draft],
    [/^\/(staff\/)?groups/, ids.myran],
    [/^\/staff\/units/, ids.björken],
    [/^\/admin\/people/, ids.alma],
  ]
  const known = kinds.find(([pattern]) => pattern.test(path))?.[1] ?? ids.alma
  return path
    .replace(':id', id ?? known)
    .replace(':size', 'large')
    .replace(':number', '0')
}
