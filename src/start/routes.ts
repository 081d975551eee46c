import { Router } from 'express'
import type { Role } from '../access/roles.ts'
import { leavingSoon } from '../documentation/leaving.ts'
import { idOf } from '../documentation/line.ts'
import { card } from '../documentation/presenter.ts'
import { readStart, type StartChild } from '../documentation/queries.ts'
import { reader } from '../documentation/reader.ts'
import { handoverNotice } from '../handover/presenter.ts'
import type { Services } from '../services.ts'
import { addresses } from '../web/addresses.ts'
import type { Translate } from '../web/language.ts'
import { page } from '../web/render.ts'
import { actorOf, allow } from '../web/request.ts'

const homes: Partial<Record<Role, string>> = {
  educator: addresses.staff,
  principal: addresses.staff,
  admin: addresses.consents,
  protection: addresses.protection,
}

/** `/`: for families what is new per child; everybody else is taken to where their work begins. */
export function startRoutes(services: Services): Router {
  const router = Router()

  router.get(addresses.start, allow('start.read'), async (request, response) => {
    const actor = actorOf(request)
    const home = homes[actor.role]
    if (home) return response.redirect(303, home)
    if (actor.role === 'pupil') return response.redirect(303, addresses.child(actor.id))
    if (actor.role !== 'guardian') return page(request, response, 'start/officer', officer(actor.role, request.t))

    const given = reader(request, services)
    const since = request.session.since ? new Date(request.session.since) : null
    const { children, items } = await readStart(services.actors.asking(actor), since ?? services.clock())
    const lines = new Map(items.map((line) => [idOf(line), line]))
    const several = children.length > 1
    page(request, response, 'start/guardian', {
      title: request.t('start.guardian.title'),
      greeting: request.t('start.guardian.greeting', { name: request.account!.name.split(' ')[0] }),
      since,
      family: several ? addresses.family : null,
      details: request.session.detailsDue ? addresses.contactDetails : null,
      sitting: children.filter(({ unanswered, anew }) => unanswered + anew > 0).length > 1 ? addresses.sitting : null,
      children: children.map((child) => ({
        id: child.id,
        name: child.given_name,
        unitName: child.unit_name,
        groups: child.groups.map((group) => ({ ...group, contactsHref: addresses.contacts(group.id) })),
        href: addresses.child(child.id),
        consentHref: addresses.consent(child.id),
        newCount: since ? child.new_count : 0,
        ask: askOf(child, request.t),
        review: child.anew === 0 && child.review,
        leaving: leavingSoon(child.id, child.leaving, services.clock()),
        handover: handoverNotice(child, services.clock(), request.language, request.t),
        latest: child.latest.flatMap((id) => {
          const line = lines.get(id)
          return line ? card(line, given, several ? child.id : undefined) : []
        }),
      })),
    })
  })

  return router
}

// What awaits an answer: never answered, or asked anew because the question has changed. A no is left in peace (R18).
function askOf({ unanswered, anew, given_name: name }: StartChild, t: Translate): string[] {
  return [
    ...(anew > 0 ? [t('start.guardian.anew', { count: anew, name })] : []),
    ...(unanswered > 0 ? [t('start.guardian.unanswered', { count: unanswered, name })] : []),
  ]
}

const officerLinks: Partial<Record<Role, [key: string, href: string][]>> = {
  dpo: [['audit', addresses.audit]],
  records: [
    ['archive', addresses.archive],
    ['rules', addresses.rules],
  ],
}

function officer(role: Role, t: Translate) {
  const links: [key: string, href: string][] = [
    ...(officerLinks[role] ?? []),
    ['privacy', addresses.privacy],
    ['contact', addresses.contact],
  ]
  return {
    title: t(`start.officer.${role}.title`),
    lead: t(`start.officer.${role}.lead`),
    links: links.map(([key, href]) => ({
      href,
      label: t(`start.officer.${key}`),
      description: t(`start.officer.${key}-description`),
    })),
  }
}
