import type { Request } from 'express'
import type { Role } from '../access/roles.ts'
import { addresses } from './addresses.ts'

const links: Record<Role, [key: string, href: string][]> = {
  guardian: [
    ['start', addresses.start],
    ['search', addresses.search],
    ['details', addresses.contactDetails],
  ],
  pupil: [
    ['start', addresses.start],
    ['search', addresses.search],
  ],
  educator: [
    ['groups', addresses.staff],
    ['write', addresses.newDocument()],
    ['follow-up', addresses.followUp],
    ['uses', addresses.uses],
  ],
  principal: [
    ['units', addresses.staff],
    ['write', addresses.newDocument()],
    ['follow-up', addresses.followUp],
    ['uses', addresses.uses],
    ['consents', addresses.consents],
  ],
  admin: [
    ['consents', addresses.consents],
    ['people', addresses.people],
    ['roster', addresses.roster],
    ['handover', addresses.handovers],
    ['retention', addresses.retention],
  ],
  records: [
    ['start', addresses.start],
    ['archive', addresses.archive],
    ['rules', addresses.rules],
  ],
  dpo: [
    ['start', addresses.start],
    ['audit', addresses.audit],
  ],
  protection: [['protection', addresses.protection]],
}

/** The few places the role comes to, with the present one marked. */
export function navigation(request: Request): { href: string; label: string; current: boolean }[] {
  if (!request.actor) return []
  const path = request.originalUrl.split('?')[0]
  return links[request.actor.role].map(([key, href]) => ({
    href,
    label: request.t(`web.nav.${key}`),
    current: href === path,
  }))
}
