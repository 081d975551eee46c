import type { Request } from 'express'
import { actorOf } from '../web/request.ts'

/** `Name, title`, as an item is signed. Whoever is under protection does not see even their own duty: then the role. */
export function signatureOf(request: Request, group: { title: string | null }): string {
  const title = group.title ?? request.t(`web.role.${actorOf(request).role}`)
  return `${request.account!.name}, ${title.toLowerCase()}`
}
