import { ids } from './cast.ts'

/** Every page of the portal with somebody who comes to it. `null`: nobody signed in. */
export const pages: { route: string; path: string; as: string | null; status?: number }[] = [
  { route: '/login', path: '/login', as: null },
  { route: '/privacy', path: '/privacy', as: null },
  { route: '/contact', path: '/contact', as: null },
  { route: '/accessibility', path: '/accessibility', as: null },
  { route: '/design', path: '/design', as: null },
  { route: '404', path: '/finns-inte', as: null, status: 404 },
  { route: '/', path: '/', as: 'guardian' },
  { route: '/children/:id', path: `/children/${ids.alma}`, as: 'guardian' },
  { route: '/children/:id', path: `/children/${ids.alma}?audience=child&period=2026-autumn`, as: 'guardian' },
  { route: '/family', path: '/family', as: 'guardian' },
  { route: '/documents/:id', path: `/documents/${ids.docAlma}`, as: 'guardian' },
  { route: '/documents/:id', path: `/documents/${ids.docMyran}`, as: 'guardian' },
  { route: '/groups/:id/contacts', path: `/groups/${ids.myran}/contacts`, as: 'guardian' },
  { route: '/settings/contact-details', path: '/settings/contact-details', as: 'guardian' },
  { route: '/settings/password', path: '/settings/password', as: 'guardian' },
  { route: '/children/:id/consent', path: `/children/${ids.alma}/consent`, as: 'guardian' },
  { route: '403', path: '/admin/consents', as: 'guardian', status: 403 },
  { route: '/children/:id', path: `/children/${ids.pim}`, as: 'pupil' },
  { route: '/staff', path: '/staff', as: 'educator' },
  { route: '/staff/groups/:id', path: `/staff/groups/${ids.myran}`, as: 'educator' },
  { route: '/staff/documents/new', path: '/staff/documents/new', as: 'educator' },
  { route: '/staff/documents/:id', path: `/staff/documents/${ids.draft}`, as: 'educator' },
  { route: '/staff/documents/:id/review', path: `/staff/documents/${ids.draft}/review`, as: 'educator' },
  { route: '/children/:id', path: `/children/${ids.alma}`, as: 'educator' },
  { route: '/groups/:id/contacts', path: `/groups/${ids.myran}/contacts`, as: 'educator' },
  { route: '/staff', path: '/staff', as: 'principal' },
  { route: '/staff/units/:id', path: `/staff/units/${ids.björken}`, as: 'principal' },
  { route: '/admin/consents', path: '/admin/consents', as: 'admin' },
  { route: '/admin/people', path: '/admin/people', as: 'admin' },
  { route: '/admin/people/:id', path: `/admin/people/${ids.alma}`, as: 'admin' },
  { route: '/admin/retention', path: '/admin/retention', as: 'admin' },
  { route: '/', path: '/', as: 'records' },
  { route: '/', path: '/', as: 'dpo' },
  { route: '/admin/audit', path: '/admin/audit', as: 'dpo' },
  { route: '/', path: '/', as: 'ended' },
]

/** Addresses that answer with something other than a page of their own. */
export const notPages = ['/health', '/media/:id/:size']
