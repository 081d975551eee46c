import { randomUUID } from 'node:crypto'
import type { Role } from '../../seeds/types.ts'
import { ids } from '../support/cast.ts'
import {
  comingOf,
  draftOf,
  type Fact,
  type Facts,
  filmOf,
  type Hat,
  hiddenColleague,
  isComing,
  isWaiting,
  pastRun,
  pictureOf,
  type Said,
} from './facts.ts'
import { given, type Oracle } from './oracle.ts'

/** One request with what the rules say of it: the status, and where a 303 leads. */
export type Cell = {
  /** As the application names it: `GET /children/:id`. */
  route: string
  path: string
  /** `undefined` is somebody not signed in. */
  expected: (hat: Hat | undefined, truth: Oracle) => string
  fields?: (hat: Hat | undefined) => Record<string, string>
  multipart?: boolean
  /** The titles that the page must show, all of them and no other. */
  titles?: (hat: Hat, truth: Oracle) => Set<string>
  /** Stands last in the run: it ends or changes what others ask about. */
  last?: boolean
}

/** Routes that ask for no permission, with the reason. */
export const open: Record<string, string> = {
  'GET /health': 'for machines that watch; nothing personal',
  'GET /privacy': 'R23: always at hand, for anyone',
  'GET /contact': 'R30: easy to reach, for anyone',
  'GET /accessibility': 'the law asks for it, for anyone',
  'GET /design': 'the components with made-up content; in the demo only',
  'GET /login': 'where one signs in',
  'POST /login': 'signing in',
  'POST /logout': 'leaving is for everybody, also with a role that was taken away',
  'POST /language': 'a choice of language before signing in; changes a cookie only',
}

const nowhere = randomUUID()
export const nowhereId = nowhere

/** Every route with every resource it can be asked about. */
export function plan(known: Facts, textId: string): Cell[] {
  return [
    ...openPages(),
    ...ownPages(),
    ...childPages(known),
    ...familyPages(known),
    ...items(known),
    ...sizes(),
    ...reportPages(),
    ...groupPages(known),
  ]
    .concat(
      papers(known),
      searches(known),
      talks(known),
      staffPages(known),
      followUp(known),
      sending(known),
      masking(known),
      uses(known),
      adminPages(known),
      protecting(known),
      answers(known, textId),
      writing(known),
      ending(known),
      afterPublishing(known),
    )
    .toSorted((a, b) => Number(a.last ?? false) - Number(b.last ?? false))
}

/** The smaller part of the matrix that is asked again at the edges of time. */
export function planOfReading(known: Facts): Cell[] {
  return [...childPages(known), ...familyPages(known), ...items(known), ...groupPages(known), recalledPage(known)]
}

const by =
  (roles: Role[] | undefined, inside: (hat: Hat, truth: Oracle) => string): Cell['expected'] =>
  (hat, truth) => {
    if (!hat) return '303 /login'
    return roles!.includes(hat.role) ? inside(hat, truth) : '403'
  }

const found = (there: boolean) => (there ? '200' : '404')

function openPages(): Cell[] {
  const anyone = (route: string): Cell => ({ route, path: route.split(' ')[1]!, expected: () => '200' })
  return [
    ...['GET /privacy', 'GET /contact', 'GET /accessibility', 'GET /design', 'GET /health'].map(anyone),
    { route: 'GET /login', path: '/login', expected: (hat) => (hat ? '303 /' : '200') },
    { route: 'POST /login', path: '/login', expected: () => '422' },
    {
      route: 'POST /language',
      path: '/language',
      fields: () => ({ lang: 'sv', back: '/contact' }),
      expected: () => '303 /contact',
    },
    {
      route: 'POST /language',
      path: '/language',
      fields: () => ({ lang: 'sv', back: '//example.org/' }),
      expected: () => '303 /',
    },
  ]
}

function ownPages(): Cell[] {
  const homes: Partial<Record<Role, string>> = {
    educator: '303 /staff',
    principal: '303 /staff',
    admin: '303 /admin/consents',
    protection: '303 /staff/protection',
  }
  return [
    {
      route: 'GET /',
      path: '/',
      expected: by(given.everybody, (hat) =>
        hat.role === 'pupil' ? `303 /children/${hat.id}` : (homes[hat.role] ?? '200'),
      ),
    },
    { route: 'GET /settings/password', path: '/settings/password', expected: by(given.everybody, () => '200') },
    {
      route: 'POST /settings/password',
      path: '/settings/password',
      fields: () => ({ current: 'fel', new: 'ett helt nytt och långt', again: 'ett helt nytt och långt' }),
      expected: by(given.everybody, () => '422'),
    },
    ...given.everybody!.map(
      (role): Cell => ({
        route: 'POST /role',
        path: '/role',
        fields: () => ({ role }),
        // Whoever has two hats may change; the matrix keeps them apart and leaves the change to the tests of accounts.
        expected: by(given.everybody, (hat) =>
          role === hat.role
            ? '303 /'
            : hat.username === 'both' && (role === 'educator' || role === 'guardian')
              ? 'skip'
              : '403',
        ),
      }),
    ),
    {
      route: 'GET /settings/contact-details',
      path: '/settings/contact-details',
      expected: by(given.guardians, () => '200'),
    },
    {
      route: 'POST /settings/contact-details',
      path: '/settings/contact-details',
      fields: () => ({ phone: 'inget nummer' }),
      expected: by(given.guardians, () => '422'),
    },
    {
      route: 'POST /settings/contact-details/still',
      path: '/settings/contact-details/still',
      fields: () => ({}),
      expected: by(given.guardians, () => '303 /settings/contact-details?saved=1'),
    },
    {
      route: 'POST /settings/contact-details/code',
      path: '/settings/contact-details/code',
      fields: () => ({ field: 'phone', code: '123456' }),
      expected: by(given.guardians, () => '422'),
    },
    {
      route: 'POST /settings/contact-details/prove',
      path: '/settings/contact-details/prove',
      fields: () => ({ field: 'name' }),
      expected: by(given.guardians, () => '422'),
    },
  ]
}

function childPages(known: Facts): Cell[] {
  const children = [...known.people.filter((each) => each.birthDate).map((each) => each.id), ids.guardian, nowhere]
  return children.flatMap((id): Cell[] => [
    {
      route: 'GET /children/:id',
      path: `/children/${id}`,
      expected: by(given.readers, (hat, truth) => found(truth.children(hat).has(id))),
      titles: (hat, truth) => new Set(timelineOf(known, hat, truth, id).map((document) => document.title)),
    },
    // Filtered: what is chosen of what is there, and nothing else.
    ...(['child', 'group', 'unit'] as const).map(
      (audience): Cell => ({
        route: 'GET /children/:id',
        path: `/children/${id}?audience=${audience}&period=2026-autumn&kind=photo`,
        expected: by(given.readers, (hat, truth) => found(truth.children(hat).has(id))),
        titles: (hat, truth) =>
          new Set(
            timelineOf(known, hat, truth, id)
              .filter((each) => each.audience === audience && each.publishedAt! >= new Date('2026-06-30T22:00:00Z'))
              .map((each) => each.title),
          ),
      }),
    ),
    // By goal: of what is there. One that occurs in nothing there is not offered, and chooses nothing.
    ...goalsOf(known).map(
      (goal): Cell => ({
        route: 'GET /children/:id',
        path: `/children/${id}?goal=${goal}`,
        expected: by(given.readers, (hat, truth) => found(truth.children(hat).has(id))),
        titles: (hat, truth) => about(timelineOf(known, hat, truth, id), goal),
      }),
    ),
    {
      route: 'GET /children/:id/consent',
      path: `/children/${id}/consent`,
      expected: by(given.families, (hat, truth) => found(truth.children(hat).has(id))),
    },
  ])
}

/** What stands in a child's timeline for somebody, newest first. */
function timelineOf(known: Facts, hat: Hat, truth: Oracle, child: string): Fact[] {
  const here = truth.scopesOf(child)
  return known.documents
    .filter((document) => truth.reaching(hat, document).some((scope) => here.has(scope)))
    .sort((a, b) => b.publishedAt!.getTime() - a.publishedAt!.getTime() || (a.id < b.id ? 1 : -1))
}

/** An item and those beside it in the timeline of the child it was opened for, or of the reader's youngest it belongs with. */
function besides(known: Facts, hat: Hat, truth: Oracle, document: Fact, asked: string): Set<string> {
  const born = (id: string) => known.people.find((person) => person.id === id)!.birthDate!
  const scopes = truth.reaching(hat, document)
  const staff = hat.role === 'educator' || hat.role === 'principal'
  const place = [...truth.children(hat)]
    .filter((child) => scopes.some((scope) => (staff ? scope === child : truth.scopesOf(child).has(scope))))
    .sort((a, b) => Number(b === asked) - Number(a === asked) || born(b).localeCompare(born(a)))[0]
  const list = place ? timelineOf(known, hat, truth, place) : []
  const at = list.findIndex((each) => each.id === document.id)
  return new Set(
    [document, list[at - 1], list[at + 1]].flatMap((each) =>
      (each && at >= 0) || each === document ? each!.title : [],
    ),
  )
}

/** Titles of what the hat may read, and of nothing else. */
function searches(known: Facts): Cell[] {
  return [
    { route: 'GET /search', path: '/search', expected: by(given.families, () => '200') },
    ...['Myran', 'Alma', 'skogen firar', 'Dolda', 'utkast'].map(
      (q): Cell => ({
        route: 'POST /search',
        path: '/search',
        fields: () => ({ q }),
        expected: by(given.families, () => '200'),
        titles: (hat, truth) =>
          new Set(
            known.documents
              .filter((each) => truth.reaching(hat, each).length > 0)
              .filter((each) =>
                q
                  .toLowerCase()
                  .split(' ')
                  .every((word) => `${each.title} ${each.text}`.toLowerCase().includes(word)),
              )
              .map((each) => each.title),
          ),
      }),
    ),
  ]
}

/** What is said of items: in each child's own family and with its staff, where the unit has opened for it. */
function talks(known: Facts): Cell[] {
  const documents = [...known.documents, { id: nowhere } as Fact]
  const comments = [...known.comments, { id: nowhere } as Said]
  const there = (said: Said, hat: Hat, truth: Oracle) => said.id !== nowhere && truth.meets(hat, said)
  const reportable = (said: Said, hat: Hat, truth: Oracle, fresh: string) =>
    !there(said, hat, truth) || said.authorId === hat.id
      ? '404'
      : said.reported && ids[said.reported.reporter] === hat.id
        ? '409'
        : fresh
  return [
    ...documents.flatMap((document) =>
      [ids.alma, ids.bo, ids.pim].map(
        (child): Cell => ({
          route: 'POST /documents/:id/comments',
          path: `/documents/${document.id}/comments`,
          fields: () => ({ child, text: 'Hej!' }),
          expected: by(given.readers, (hat, truth) =>
            document.id !== nowhere && truth.maySay(hat, document, child)
              ? `303 /documents/${document.id}#comments`
              : '404',
          ),
        }),
      ),
    ),
    ...comments.flatMap((said): Cell[] => [
      {
        route: 'POST /comments/:id/hide',
        path: `/comments/${said.id}/hide`,
        fields: () => ({ reason: '' }),
        expected: by(given.staff, (hat, truth) => (there(said, hat, truth) ? '422' : '404')),
      },
      {
        route: 'GET /comments/:id/report',
        path: `/comments/${said.id}/report`,
        expected: by(given.readers, (hat, truth) => reportable(said, hat, truth, '200')),
      },
      {
        route: 'POST /comments/:id/report',
        path: `/comments/${said.id}/report`,
        fields: () => ({ reason: 'picture' }),
        expected: by(given.readers, (hat, truth) => reportable(said, hat, truth, '422')),
      },
      {
        route: 'POST /staff/reports/comments/:id',
        path: `/staff/reports/comments/${said.id}`,
        fields: () => ({ decision: 'hide', reason: '' }),
        expected: by(given.principals, (hat, truth) => (truth.followedComments(hat).includes(said) ? '422' : '404')),
      },
      {
        route: 'POST /comments/:id/withdraw',
        path: `/comments/${said.id}/withdraw`,
        // Its author's is left to test/comments: taken back, the others would no longer be asked about it.
        expected: by(given.readers, (hat, truth) =>
          there(said, hat, truth) && said.authorId === hat.id ? 'skip' : '404',
        ),
      },
    ]),
    {
      route: 'GET /staff/comments',
      path: '/staff/comments',
      expected: by(given.staff, () => '200'),
      titles: (hat, truth) =>
        new Set(
          known.comments
            .filter((said) => truth.meets(hat, said) && (said.role === 'guardian' || said.role === 'pupil'))
            .map((said) => known.documents.find((document) => document.id === said.documentId)!.title),
        ),
    },
    // As each of them is already, so that nobody's answers change meanwhile.
    ...[...known.units.map((unit) => unit.id), nowhere].map(
      (id): Cell => ({
        route: 'POST /staff/units/:id/comments',
        path: `/staff/units/${id}/comments`,
        fields: () => ({ open: id === ids.björken ? 'yes' : 'no' }),
        expected: by(given.principals, (hat, truth) =>
          truth.units(hat).has(id) ? `303 /staff/units/${id}#comments` : '404',
        ),
      }),
    ),
  ]
}

/** R25: on paper is what the timeline shows, for the same people. */
function papers(known: Facts): Cell[] {
  const children = [...known.people.filter((each) => each.birthDate).map((each) => each.id), ids.guardian, nowhere]
  return [
    ...children.flatMap((id): Cell[] => [
      {
        route: 'GET /children/:id/export',
        path: `/children/${id}/export`,
        expected: by(given.families, (hat, truth) => found(truth.children(hat).has(id))),
        titles: () => new Set(),
      },
      {
        route: 'POST /children/:id/export',
        path: `/children/${id}/export`,
        expected: by(given.families, (hat, truth) => {
          if (!truth.children(hat).has(id)) return '404'
          return timelineOf(known, hat, truth, id).length > 0 ? '200' : `303 /children/${id}/export`
        }),
      },
    ]),
    ...[...known.documents, { id: nowhere } as Fact].map(
      (document): Cell => ({
        route: 'POST /documents/:id/export',
        path: `/documents/${document.id}/export`,
        expected: by(given.families, (hat, truth) =>
          found(document.id !== nowhere && truth.reaching(hat, document).length > 0),
        ),
      }),
    ),
  ]
}

// Whole names without the version: lpfo18.speech.
function goalsOf(known: Facts): string[] {
  return [...new Set(known.documents.flatMap(({ goals }) => goals.map(unversioned)))]
}

function about(documents: Facts['documents'], goal: string): Set<string> {
  const chosen = documents.filter(({ goals }) => goals.map(unversioned).includes(goal))
  return new Set((chosen.length > 0 ? chosen : documents).map(({ title }) => title))
}

function unversioned(key: string): string {
  return key.replace(/\.\d+\./, '.')
}

/** All of a guardian's children in one. */
function familyPages(known: Facts): Cell[] {
  const reached = (hat: Hat, truth: Oracle) =>
    known.documents.filter((document) => truth.reaching(hat, document).length > 0)
  const byGoal = goalsOf(known).map(
    (goal): Cell => ({
      route: 'GET /family',
      path: `/family?goal=${goal}`,
      expected: by(given.guardians, () => '200'),
      titles: (hat, truth) => about(reached(hat, truth), goal),
    }),
  )
  const plain = ['', '?audience=group', '?audience=child&kind=photo'].map((query) => ({
    route: 'GET /family',
    path: `/family${query}`,
    expected: by(given.guardians, () => '200'),
    titles: (hat, truth) =>
      new Set(
        known.documents
          .filter((document) => truth.reaching(hat, document).length > 0)
          .filter((document) => !query || query.includes(`audience=${document.audience}`))
          .map((document) => document.title),
      ),
  })) satisfies Cell[]
  return [...plain, ...byGoal]
}

function items(known: Facts): Cell[] {
  const missing = { id: nowhere } as Fact
  return [...known.documents, missing].flatMap((document): Cell[] => {
    const published = (hat: Hat, truth: Oracle) => truth.reaching(hat, document).length > 0
    const readable = (hat: Hat, truth: Oracle) => truth.readable(hat, document)
    const is = (test: typeof published) => (hat: Hat, truth: Oracle) => found(document !== missing && test(hat, truth))
    const picture = document === missing ? nowhere : pictureOf(document)
    return [
      {
        route: 'GET /documents/:id',
        path: `/documents/${document.id}`,
        expected: by(given.readers, is(published)),
        titles: (hat, truth) => besides(known, hat, truth, document, ''),
      },
      {
        route: 'GET /documents/:id',
        path: `/documents/${document.id}?child=${ids.pim}`,
        expected: by(given.readers, is(published)),
        titles: (hat, truth) => besides(known, hat, truth, document, ids.pim),
      },
      {
        route: 'GET /documents/:id/report',
        path: `/documents/${document.id}/report`,
        // Who has said it once is told so.
        expected: by(given.readers, (hat, truth) =>
          is(published)(hat, truth) === '200' && truth.hasReported(hat, document) ? '409' : is(published)(hat, truth),
        ),
      },
      {
        route: 'POST /documents/:id/report',
        path: `/documents/${document.id}/report`,
        // Without a reason nothing is said, and whoever cannot read it learns nothing.
        fields: () => ({ reason: 'because' }),
        expected: by(given.readers, (hat, truth) =>
          is(published)(hat, truth) !== '200' ? '404' : truth.hasReported(hat, document) ? '409' : '422',
        ),
      },
      {
        route: 'POST /staff/reports/:id',
        path: `/staff/reports/${document.id}`,
        fields: () => ({ decision: 'perhaps' }),
        expected: by(given.principals, (hat, truth) =>
          truth.followed(hat).some((each) => each.documentId === document.id) ? '422' : '404',
        ),
      },
      {
        route: 'GET /media/:id/:size',
        path: `/media/${picture}/large`,
        expected: by(given.readers, is(readable)),
      },
    ]
  })
}

function reportPages(): Cell[] {
  return [
    { route: 'GET /staff/writing', path: '/staff/writing', expected: by(given.staff, () => '200') },
    {
      route: 'POST /staff/writing',
      path: '/staff/writing',
      expected: by(given.staff, () => '303 /staff/writing'),
    },
    { route: 'GET /reports/received', path: '/reports/received', expected: by(given.readers, () => '200') },
    {
      route: 'GET /staff/reports',
      path: '/staff/reports',
      expected: by(given.staff, () => '200'),
      titles: (hat, truth) => new Set(truth.followed(hat).map((each) => truth.titleOf(each.documentId))),
    },
  ]
}

// One size is as good as the other; that there are three and no fourth is asked of one picture.
function sizes(): Cell[] {
  const picture = pictureOf({ id: ids.docAlma })
  return ['middle', 'small', 'huge'].map((size) => ({
    route: 'GET /media/:id/:size',
    path: `/media/${picture}/${size}`,
    expected: by(given.readers, (hat, truth) => found(size !== 'huge' && truth.children(hat).has(ids.alma))),
  }))
}

/** Files on their way into a draft: its author's alone, as the draft is. */
function sending(known: Facts): Cell[] {
  const documents = [...known.documents, { id: nowhere } as Fact]
  const drafts = known.documents.filter(isComing)
  const own = (document: Fact, yes: string) =>
    by(given.staff, (hat, truth) => (truth.ownDraft(hat, document) ? yes : '404'))
  return [
    ...known.documents.filter(isWaiting).map(
      (document): Cell => ({
        route: 'GET /media/:id/:size',
        path: `/media/${filmOf(document)}/film`,
        expected: by(given.readers, () => '404'),
      }),
    ),
    ...documents.flatMap((document): Cell[] => [
      {
        route: 'GET /staff/documents/:id/media',
        path: `/staff/documents/${document.id}/media`,
        expected: document.id === nowhere ? by(given.staff, () => '404') : own(document, '200'),
      },
      {
        route: 'POST /staff/documents/:id/media',
        path: document.id === nowhere ? '/staff/documents/{new}/media' : `/staff/documents/${document.id}/media`,
        fields: () => ({ size: '10', group: ids.myran }),
        expected:
          document.id === nowhere
            ? by(given.staff, (hat, truth) => (truth.groups(hat).has(ids.myran) ? '201' : '404'))
            : own(document, '201'),
      },
    ]),
    ...drafts.flatMap((document): Cell[] => [
      { route: 'GET /staff/media/:id', path: `/staff/media/${comingOf(document)}`, expected: own(document, '200') },
      {
        route: 'PUT /staff/media/:id/pieces/:number',
        path: `/staff/media/${comingOf(document)}/pieces/0`,
        expected: own(document, '413'),
      },
      {
        route: 'POST /staff/media/:id/finish',
        path: `/staff/media/${comingOf(document)}/finish`,
        expected: own(document, '409'),
      },
    ]),
    // What is ready already takes no more.
    ...[pictureOf({ id: ids.draft }), pictureOf({ id: ids.docAlma }), nowhere].flatMap((id): Cell[] => [
      { route: 'GET /staff/media/:id', path: `/staff/media/${id}`, expected: by(given.staff, () => '404') },
      {
        route: 'PUT /staff/media/:id/pieces/:number',
        path: `/staff/media/${id}/pieces/0`,
        expected: by(given.staff, () => '404'),
      },
      {
        route: 'POST /staff/media/:id/finish',
        path: `/staff/media/${id}/finish`,
        expected: by(given.staff, () => '404'),
      },
    ]),
  ]
}

/** Making somebody unrecognisable: in a picture of one's own draft. */
function masking(known: Facts): Cell[] {
  return [...known.documents, { id: nowhere } as Fact].flatMap((document): Cell[] => {
    const id = document.id === nowhere ? nowhere : pictureOf(document)
    const own = (yes: string) =>
      by(given.staff, (hat, truth) => (document.id !== nowhere && truth.ownDraft(hat, document) ? yes : '404'))
    return [
      { route: 'GET /staff/media/:id/mask', path: `/staff/media/${id}/mask`, expected: own('200') },
      {
        route: 'GET /staff/media/:id/mask/preview',
        path: `/staff/media/${id}/mask/preview?cells=1.2`,
        expected: own('200'),
      },
      { route: 'POST /staff/media/:id/mask', path: `/staff/media/${id}/mask`, expected: own('422') },
      ...(['GET', 'POST'] as const).map(
        (method): Cell => ({
          route: `${method} /staff/media/:id/use`,
          path: `/staff/media/${id}/use`,
          expected: by(given.staff, (hat, truth) =>
            document.id !== nowhere && truth.reaching(hat, document).length > 0 && truth.units(hat).has(document.unitId)
              ? method === 'GET'
                ? '200'
                : // What somebody takes back meanwhile is gone.
                  document.childIds.length > 1
                  ? 'skip'
                  : '422'
              : '404',
          ),
        }),
      ),
    ]
  })
}

function uses(known: Facts): Cell[] {
  return [
    { route: 'GET /staff/uses', path: '/staff/uses', expected: by(given.staff, () => '200') },
    ...[...known.uses, { takeDown: nowhere, unitId: nowhere }].map(
      (each): Cell => ({
        route: 'POST /staff/take-downs/:id',
        path: `/staff/take-downs/${each.takeDown}`,
        fields: () => ({ proof: 'Borttagen från väggen' }),
        // Done once; test/uses does it.
        expected: by(given.staff, (hat, truth) => (truth.units(hat).has(each.unitId) ? 'skip' : '404')),
      }),
    ),
  ]
}

/** What was taken back: that and why for the staff who read it, the text for its writer and principals. */
function recalledPage(known: Facts): Cell {
  return {
    route: 'GET /staff/recalled',
    path: '/staff/recalled',
    expected: by(given.staff, () => '200'),
    titles: (hat, truth) =>
      new Set(known.documents.filter((each) => truth.readsRecalled(hat, each)).map((each) => each.title)),
  }
}

/** Undoing, correcting, taking back: of every item, with what changes nothing where it is let in. */
function afterPublishing(known: Facts): Cell[] {
  const documents = [...known.documents, { id: nowhere } as Fact]
  const amends = (document: Fact, yes: string) =>
    by(given.staff, (hat, truth) => (document.id !== nowhere && truth.mayAmend(hat, document) ? yes : '404'))
  return [
    recalledPage(known),
    ...documents.flatMap((document): Cell[] => [
      {
        route: 'POST /staff/documents/:id/undo',
        path: `/staff/documents/${document.id}/undo`,
        // All of these went out days ago.
        expected: by(given.staff, (hat, truth) =>
          document.id !== nowhere &&
          truth.mayAmend(hat, document) &&
          document.authorId === hat.id &&
          truth.units(hat).has(document.unitId)
            ? '409'
            : '404',
        ),
      },
      {
        route: 'GET /staff/documents/:id/recall',
        path: `/staff/documents/${document.id}/recall`,
        expected: amends(document, '200'),
      },
      {
        route: 'POST /staff/documents/:id/recall',
        path: `/staff/documents/${document.id}/recall`,
        fields: () => ({ reason: '' }),
        expected: amends(document, '422'),
      },
      {
        route: 'GET /staff/documents/:id/correct',
        path: `/staff/documents/${document.id}/correct`,
        expected: amends(document, '200'),
      },
      {
        route: 'POST /staff/documents/:id/correct',
        path: `/staff/documents/${document.id}/correct`,
        fields: () => ({ revision: '1', text: '' }),
        expected: amends(document, '422'),
      },
      {
        route: 'GET /staff/documents/:id/versions',
        path: `/staff/documents/${document.id}/versions`,
        expected: by(given.staff, (hat, truth) =>
          found(document.id !== nowhere && truth.reaching(hat, document).length > 0),
        ),
      },
      {
        route: 'POST /staff/recalled/:id',
        path: `/staff/recalled/${document.id}`,
        // Put back it would change what others are asked about: left to test/access/after.test.ts.
        expected: by(given.principals, (hat, truth) => (truth.seesRecalled(hat, document) ? 'skip' : '404')),
      },
    ]),
  ]
}

function groupPages(known: Facts): Cell[] {
  return [...known.groups.map((group) => group.id), nowhere].flatMap((id): Cell[] => [
    {
      route: 'GET /groups/:id/contacts',
      path: `/groups/${id}/contacts`,
      expected: by(given.listed, (hat, truth) => found(truth.groups(hat).has(id))),
    },
    {
      route: 'GET /groups/:id/contacts/cards',
      path: `/groups/${id}/contacts/cards`,
      // Where nobody else shows a way to be reached there is nothing to take along.
      expected: by(given.listed, (hat, truth) => found([...truth.contactList(hat, id)].some((key) => isWay(hat, key)))),
    },
  ])
}

// `<child> <guardian> <field>`, of somebody else.
function isWay(hat: Hat, key: string): boolean {
  const [, guardian, field] = key.split(' ')
  return Boolean(field) && guardian !== hat.id
}

function staffPages(known: Facts): Cell[] {
  const groups = [...known.groups.map((group) => group.id), nowhere]
  const units = [...known.units.map((unit) => unit.id), nowhere]
  const documents = [...known.documents, { id: nowhere } as Fact]
  const own = (document: Fact) => (hat: Hat, truth: Oracle) => found(truth.ownDraft(hat, document))
  return [
    { route: 'GET /staff', path: '/staff', expected: by(given.staff, () => '200') },
    {
      route: 'POST /staff/preview',
      path: '/staff/preview',
      fields: () => ({ text: '- en' }),
      expected: by(given.staff, () => '200'),
    },
    ...groups.map(
      (id): Cell => ({
        route: 'GET /staff/groups/:id',
        path: `/staff/groups/${id}`,
        expected: by(given.staff, (hat, truth) => found(truth.groups(hat).has(id))),
      }),
    ),
    ...groups.flatMap((id): Cell[] => [
      {
        route: 'GET /staff/groups/:id/camera',
        path: `/staff/groups/${id}/camera`,
        expected: by(given.staff, (hat, truth) => found(truth.groups(hat).has(id))),
      },
      {
        route: 'POST /staff/groups/:id/camera',
        path: `/staff/groups/${id}/camera`,
        // Nobody in particular.
        fields: () => ({ child: nowhere, medium: 'photo' }),
        expected: by(given.staff, () => '404'),
      },
    ]),
    ...groups.map(
      (id): Cell => ({
        route: 'POST /staff/wording',
        path: '/staff/wording',
        fields: () => ({ group: id, field: 'text', text: 'Dolda byggde.' }),
        expected: by(given.staff, (hat, truth) => found(truth.groups(hat).has(id))),
      }),
    ),
    ...[...known.people.map((person) => person.id), nowhere].map(
      (id): Cell => ({
        route: 'POST /comments/wording',
        path: '/comments/wording',
        fields: () => ({ child: id, field: 'text', text: 'Dolda byggde.' }),
        // Of a child who is nowhere today nothing can be said.
        expected: by(given.readers, (hat, truth) =>
          found(!truth.hidden.has(id) && [...truth.scopesOf(id)].some((scope) => truth.groups(hat).has(scope))),
        ),
      }),
    ),
    ...units.flatMap((id): Cell[] => [
      {
        route: 'GET /staff/units/:id/wording',
        path: `/staff/units/${id}/wording`,
        expected: by(given.principals, (hat, truth) => found(truth.units(hat).has(id))),
      },
      {
        route: 'GET /staff/units/:id',
        path: `/staff/units/${id}`,
        expected: by(given.principals, (hat, truth) => found(truth.units(hat).has(id))),
      },
      {
        route: 'GET /staff/units/:id',
        path: `/staff/units/${id}?group=${ids.myran}`,
        expected: by(given.principals, (hat, truth) => found(id === ids.björken && truth.units(hat).has(id))),
      },
    ]),
    {
      route: 'GET /staff/documents/new',
      path: '/staff/documents/new',
      expected: by(given.staff, (hat, truth) => found(truth.groups(hat).size > 0)),
    },
    ...groups.map(
      (id): Cell => ({
        route: 'GET /staff/documents/new',
        path: `/staff/documents/new?group=${id}`,
        expected: by(given.staff, (hat, truth) => found(truth.groups(hat).has(id))),
      }),
    ),
    ...documents.flatMap((document): Cell[] => [
      {
        route: 'GET /staff/documents/:id',
        path: `/staff/documents/${document.id}`,
        expected: by(given.staff, own(document)),
      },
      {
        route: 'POST /staff/documents/:id/narrow',
        path: `/staff/documents/${document.id}/narrow`,
        // A child of another group, where there is such a draft at all.
        fields: () => ({ child: ids.pim }),
        expected: by(given.staff, () => '404'),
      },
      {
        route: 'GET /staff/documents/:id/review',
        path: `/staff/documents/${document.id}/review`,
        expected: by(given.staff, own(document)),
      },
    ]),
  ]
}

function followUp(known: Facts): Cell[] {
  const groups = [...known.groups.map((group) => group.id), nowhere]
  const units = [...known.units.map((unit) => unit.id), nowhere]
  const notes = [...known.notes, { id: nowhere, unitId: nowhere }]
  const own = (note: { unitId: string }) => (hat: Hat, truth: Oracle) => found(truth.ownNote(hat, note))
  const written = { version: '2', title: 'Vad vi ser', analysis: 'Mycket bygge.', next: '' }
  return [
    { route: 'GET /staff/follow-up', path: '/staff/follow-up', expected: by(given.staff, () => '200') },
    ...groups.flatMap((id): Cell[] =>
      ['', '?term=2026-spring'].map((term) => ({
        route: 'GET /staff/follow-up/groups/:id',
        path: `/staff/follow-up/groups/${id}${term}`,
        expected: by(given.staff, (hat, truth) => found(truth.groups(hat).has(id))),
      })),
    ),
    ...units.map(
      (id): Cell => ({
        route: 'GET /staff/follow-up/units/:id',
        path: `/staff/follow-up/units/${id}`,
        expected: by(given.staff, (hat, truth) => found(truth.units(hat).has(id))),
      }),
    ),
    {
      route: 'GET /staff/follow-up/notes/new',
      path: '/staff/follow-up/notes/new',
      expected: by(given.staff, () => '404'),
    },
    ...groups.flatMap((id): Cell[] => [
      {
        route: 'GET /staff/follow-up/notes/new',
        path: `/staff/follow-up/notes/new?group=${id}`,
        expected: by(given.staff, (hat, truth) => found(truth.groups(hat).has(id))),
      },
      {
        route: 'POST /staff/follow-up/notes/:id',
        path: '/staff/follow-up/notes/{new}',
        fields: () => ({ ...written, version: '0', group: id }),
        expected: by(given.staff, (hat, truth) => (truth.groups(hat).has(id) ? '303 own' : '404')),
      },
    ]),
    // Leaning on an item that one may not read is leaning on nothing.
    ...known.documents.map(
      (document): Cell => ({
        route: 'POST /staff/follow-up/notes/:id',
        path: '/staff/follow-up/notes/{new}',
        fields: () => ({ ...written, version: '0', group: ids.myran, items: document.id }),
        expected: by(given.staff, (hat, truth) =>
          truth.groups(hat).has(ids.myran) && truth.reaching(hat, document).length > 0 ? '303 own' : '404',
        ),
      }),
    ),
    ...units.map(
      (id): Cell => ({
        route: 'GET /staff/follow-up/notes/new',
        path: `/staff/follow-up/notes/new?unit=${id}`,
        expected: by(given.staff, (hat, truth) => found(truth.units(hat).has(id))),
      }),
    ),
    ...notes.flatMap((note): Cell[] => [
      {
        route: 'GET /staff/follow-up/notes/:id',
        path: `/staff/follow-up/notes/${note.id}`,
        expected: by(given.staff, own(note)),
      },
      {
        route: 'GET /staff/follow-up/notes/:id/edit',
        path: `/staff/follow-up/notes/${note.id}/edit`,
        expected: by(given.staff, own(note)),
      },
      // On a version that has been written over: whose note it is learns of it, to anybody else it is not there.
      {
        route: 'POST /staff/follow-up/notes/:id',
        path: `/staff/follow-up/notes/${note.id}`,
        fields: () => ({ ...written, version: '1' }),
        expected: by(given.staff, (hat, truth) => (truth.ownNote(hat, note) ? '409' : '404')),
      },
    ]),
  ]
}

/** Decision 3: who is protected is for the officers alone, and of another officer's nobody is there for them either. */
function protecting(known: Facts): Cell[] {
  const there = (id: string) => by(given.protectors, (hat, truth) => found(truth.people(hat).has(id)))
  const wrong = (id: string) => by(given.protectors, (hat, truth) => (truth.people(hat).has(id) ? '422' : '404'))
  const people = [...known.people.map((person) => person.id), nowhere]
  const some = [ids.dold, ids.hidden, ids.alma, hiddenColleague, nowhere]
  return [
    { route: 'GET /staff/protection', path: '/staff/protection', expected: by(given.protectors, () => '200') },
    {
      route: 'GET /staff/protection/search',
      path: '/staff/protection/search',
      expected: by(given.protectors, () => '200'),
    },
    ...['Ask', 'Dunkel', 'Gömd', 'a'].map(
      (q): Cell => ({
        route: 'POST /staff/protection/search',
        path: '/staff/protection/search',
        fields: () => ({ q }),
        expected: by(given.protectors, () => 'any'),
      }),
    ),
    ...people.flatMap((id): Cell[] => [
      { route: 'GET /staff/protection/:id', path: `/staff/protection/${id}`, expected: there(id) },
      { route: 'GET /staff/protection/:id/readers', path: `/staff/protection/${id}/readers`, expected: there(id) },
    ]),
    ...['check', 'protect', 'lift', 'keep-open', 'hand-over', 'alias', 'alias-guardian', 'alias-end'].flatMap((what) =>
      some.map(
        (id): Cell => ({
          route: `POST /staff/protection/:id/${what}`,
          path: `/staff/protection/${id}/${what}`,
          fields: () => ({}),
          expected: wrong(id),
        }),
      ),
    ),
    ...[hiddenColleague, ids.dold, ids.alma, nowhere].map(
      (id): Cell => ({
        route: 'POST /staff/protection/:id/take',
        path: `/staff/protection/${id}/take`,
        // Only whom it changes nothing for: whose they are, others are asked about.
        expected: by(given.protectors, (hat, truth) =>
          truth.hidden.has(id) && truth.people(hat).has(id) ? `303 /staff/protection/${id}?saved=1` : '404',
        ),
      }),
    ),
  ]
}

function adminPages(known: Facts): Cell[] {
  return [
    { route: 'GET /admin/consents', path: '/admin/consents', expected: by(given.followers, () => '200') },
    { route: 'GET /admin/consents.csv', path: '/admin/consents.csv', expected: by(given.followers, () => '200') },
    ...[...known.people.filter((each) => each.birthDate).map((each) => each.id), ids.guardian, nowhere].flatMap(
      (id): Cell[] => {
        const followed = (hat: Hat, truth: Oracle) =>
          hat.role === 'admin' ? id !== ids.guardian && truth.people(hat).has(id) : truth.children(hat).has(id)
        return [
          {
            route: 'GET /admin/consents/:id',
            path: `/admin/consents/${id}`,
            expected: by(given.followers, (hat, truth) => found(followed(hat, truth))),
          },
          {
            route: 'GET /admin/consents/:id/form',
            path: `/admin/consents/${id}/form`,
            expected: by(given.followers, (hat, truth) => found(followed(hat, truth))),
          },
          {
            route: 'POST /admin/consents/:id',
            path: `/admin/consents/${id}`,
            expected: by(given.followers, (hat, truth) => (followed(hat, truth) ? '422' : '404')),
          },
        ]
      },
    ),
    ...[...known.papers, { id: nowhere, childId: nowhere, guardianId: nowhere, enteredBy: nowhere }].flatMap(
      (paper): Cell[] => [
        {
          route: 'GET /admin/consents/papers/:id',
          path: `/admin/consents/papers/${paper.id}`,
          expected: by(given.followers, (hat, truth) => found(paper.id !== nowhere && truth.seesPaper(hat, paper))),
        },
        // One's own is not there to countersign; each has one other who may.
        {
          route: 'POST /admin/consents/papers/:id',
          path: `/admin/consents/papers/${paper.id}`,
          fields: () => ({}),
          expected: by(given.followers, (hat, truth) =>
            paper.id === nowhere || !truth.seesPaper(hat, paper) || paper.enteredBy === hat.id
              ? '404'
              : `303 /admin/consents/${paper.childId}?countersigned`,
          ),
          last: true,
        },
      ],
    ),
    ...known.groups.flatMap((group): Cell[] => [
      {
        route: 'GET /admin/consents',
        path: `/admin/consents?group=${group.id}`,
        expected: by(given.followers, () => '200'),
      },
      {
        route: 'GET /admin/consents/form',
        path: `/admin/consents/form?group=${group.id}`,
        expected: by(given.followers, (hat, truth) => {
          const here = [...truth.placedIn(group.id)]
          return found(here.some((child) => hat.role === 'admin' || truth.children(hat).has(child)))
        }),
      },
    ]),
    { route: 'GET /admin/consents/form', path: '/admin/consents/form', expected: by(given.followers, () => '200') },
    { route: 'GET /admin/people', path: '/admin/people', expected: by(given.administrators, () => '200') },
    { route: 'GET /admin/people/new', path: '/admin/people/new', expected: by(given.administrators, () => '200') },
    {
      route: 'GET /admin/people/review',
      path: '/admin/people/review',
      expected: by(given.administrators, () => '200'),
    },
    {
      route: 'POST /admin/people/new',
      path: '/admin/people/new',
      fields: () => ({ givenName: '', familyName: '', number: '', reason: 'other' }),
      expected: by(given.administrators, () => '422'),
    },
    ...['Ask', 'Dunkel', 'a'].map(
      (q): Cell => ({
        route: 'POST /admin/people',
        path: '/admin/people',
        fields: () => ({ q }),
        expected: by(given.administrators, () => 'any'),
      }),
    ),
    ...[...known.people.map((person) => person.id), nowhere].map(
      (id): Cell => ({
        route: 'GET /admin/people/:id',
        path: `/admin/people/${id}`,
        expected: by(given.administrators, (hat, truth) => found(truth.people(hat).has(id))),
      }),
    ),
    ...['name', 'number', 'block', 'unblock', 'keep-block', 'duty', 'prolong', 'end-duty'].flatMap((what) =>
      [ids.alma, ids.guardian, ids.dold, nowhere].map(
        (id): Cell => ({
          route: `POST /admin/people/:id/${what}`,
          path: `/admin/people/${id}/${what}`,
          fields: () => ({}),
          expected: by(given.administrators, (hat, truth) => (truth.people(hat).has(id) ? '422' : '404')),
        }),
      ),
    ),
    { route: 'GET /admin/people/units', path: '/admin/people/units', expected: by(given.administrators, () => '200') },
    ...[...known.units.map((unit) => unit.id), nowhere].map(
      (id): Cell => ({
        route: 'GET /admin/people/units/:id',
        path: `/admin/people/units/${id}`,
        expected: by(given.administrators, () => found(id !== nowhere)),
      }),
    ),
    { route: 'GET /admin/accounts', path: '/admin/accounts', expected: by(given.administrators, () => '200') },
    ...['confirm', 'withdraw'].map(
      (what): Cell => ({
        route: `POST /admin/accounts/:id/${what}`,
        path: `/admin/accounts/${nowhere}/${what}`,
        fields: () => ({}),
        expected: by(given.administrators, () => '404'),
      }),
    ),
    ...[...known.people.map((person) => person.id), nowhere].map(
      (id): Cell => ({
        route: 'GET /admin/people/:id/account',
        path: `/admin/people/${id}/account`,
        expected: by(given.administrators, (hat, truth) => found(truth.people(hat).has(id))),
      }),
    ),
    ...['make', 'wear', 'propose', 'relieve', 'password', 'close', 'reopen'].flatMap((what) =>
      [ids.alma, ids.guardian, ids.dold, nowhere].map(
        (id): Cell => ({
          route: `POST /admin/people/:id/account/${what}`,
          path: `/admin/people/${id}/account/${what}`,
          fields: () => ({}),
          expected: by(given.administrators, (hat, truth) => (truth.people(hat).has(id) ? '422' : '404')),
        }),
      ),
    ),
    { route: 'GET /admin/roster', path: '/admin/roster', expected: by(given.administrators, () => '200') },
    ...[
      { fields: { order: 'bring' }, status: '409' },
      { fields: { order: 'go-on' }, status: '422' },
    ].map(
      ({ fields, status }): Cell => ({
        route: 'POST /admin/roster',
        path: '/admin/roster',
        fields: () => fields,
        expected: by(given.administrators, () => status),
      }),
    ),
    { route: 'GET /admin/retention/rules', path: '/admin/retention/rules', expected: by(given.rulers, () => '200') },
    {
      route: 'POST /admin/retention/rules',
      path: '/admin/retention/rules',
      fields: () => ({ kind: 'audit' }),
      expected: by(given.rulers, () => '422'),
    },
    ...['confirm', 'withdraw'].map(
      (what): Cell => ({
        route: `POST /admin/retention/rules/:id/${what}`,
        path: `/admin/retention/rules/${nowhere}/${what}`,
        fields: () => ({}),
        expected: by(given.rulers, () => '404'),
      }),
    ),
    { route: 'GET /archive', path: '/archive', expected: by(given.recorders, () => '200') },
    { route: 'GET /archive/:id', path: `/archive/${nowhere}`, expected: by(given.recorders, () => '404') },
    {
      route: 'POST /archive/:id/receipt',
      path: `/archive/${nowhere}/receipt`,
      fields: () => ({ receipt: 'KA 1', checksum: 'a'.repeat(64) }),
      expected: by(given.recorders, () => '404'),
    },
    { route: 'GET /admin/handover', path: '/admin/handover', expected: by(given.administrators, () => '200') },
    {
      route: 'POST /admin/handover',
      path: '/admin/handover',
      fields: () => ({ waits: 'perhaps' }),
      expected: by(given.administrators, () => '422'),
    },
    ...[ids.alma, ids.dold, nowhere].map(
      (id): Cell => ({
        route: 'POST /admin/handover/:id',
        path: `/admin/handover/${id}`,
        fields: () => ({ guardian: ids.stranger, answer: 'yes', origin: 'paper' }),
        expected: by(given.administrators, () => '404'),
      }),
    ),
    { route: 'GET /admin/retention', path: '/admin/retention', expected: by(given.administrators, () => '200') },
    {
      route: 'POST /admin/retention/holds',
      path: '/admin/retention/holds',
      fields: () => ({ about: 'nothing' }),
      expected: by(given.administrators, () => '422'),
    },
    ...[
      'GET /admin/retention/runs/:id/pdf',
      'GET /admin/retention/runs/:id/json',
      'POST /admin/retention/holds/:id/end',
    ].map(
      (route): Cell => ({
        route,
        path: route.split(' ')[1]!.replace(':id', nowhere),
        fields: () => ({}),
        expected: by(given.administrators, () => '404'),
      }),
    ),
    ...['pdf', 'json'].map(
      (as): Cell => ({
        route: `GET /admin/retention/runs/:id/${as}`,
        path: `/admin/retention/runs/${pastRun}/${as}`,
        expected: by(given.administrators, () => '200'),
      }),
    ),
    { route: 'GET /admin/audit', path: '/admin/audit', expected: by(given.officers, () => '200') },
  ]
}

function answers(known: Facts, textId: string): Cell[] {
  const children = [...known.people.filter((each) => each.birthDate).map((each) => each.id), nowhere]
  // In one sitting, together with one that is somebody's: all of them one's own, or nothing.
  const sitting = children.map(
    (id): Cell => ({
      route: 'POST /consent',
      path: '/consent',
      fields: () => ({ text: textId, [`${id}.photo.group`]: 'yes' }),
      expected: by(given.guardians, (hat, truth) => (truth.children(hat).has(id) ? '303 /consent?saved=1' : '404')),
    }),
  )
  const waiting = children.map(
    (id): Cell => ({
      route: 'POST /children/:id/handover',
      path: `/children/${id}/handover`,
      fields: () => ({ answer: 'no' }),
      expected: by(given.guardians, (hat, truth) => (truth.children(hat).has(id) ? `303 /#child-${id}` : '404')),
    }),
  )
  const each = children.flatMap((id) =>
    [{ text: textId, 'photo.group': 'yes' }, { withdraw: 'all' }].map(
      (fields): Cell => ({
        route: 'POST /children/:id/consent',
        path: `/children/${id}/consent`,
        fields: () => fields as Record<string, string>,
        expected: by(given.families, (hat, truth) =>
          hat.role === 'pupil' && truth.children(hat).has(id) && 'text' in fields
            ? '422'
            : truth.children(hat).has(id)
              ? `303 /children/${id}/consent?saved=1`
              : '404',
        ),
      }),
    ),
  )
  return [
    { route: 'GET /consent', path: '/consent', expected: by(given.guardians, () => '200') },
    ...sitting,
    ...waiting,
    ...each,
  ]
}

function writing(known: Facts): Cell[] {
  const base = { title: 'Rad för rad', text: 'Någon skriver.', audience: 'group', action: 'save', revision: '1' }
  const documents = [...known.documents, { id: nowhere } as Fact]
  return [
    // Into every group, with an id that nobody has used.
    ...[...known.groups.map((group) => group.id), nowhere].map(
      (group): Cell => ({
        route: 'POST /staff/documents/:id',
        path: '/staff/documents/{new}',
        multipart: true,
        fields: () => ({ ...base, group }),
        expected: by(given.staff, (hat, truth) => (truth.groups(hat).has(group) ? '303 own' : '404')),
      }),
    ),
    // About every child, for one's own group: one who is not there cannot be chosen.
    ...known.people
      .filter((person) => person.birthDate)
      .map(
        (person): Cell => ({
          route: 'POST /staff/documents/:id',
          path: '/staff/documents/{new}',
          multipart: true,
          fields: () => ({ ...base, audience: 'child', group: ids.myran, children: person.id }),
          expected: by(given.staff, (hat, truth) =>
            truth.groups(hat).has(ids.myran) && truth.scopesOf(person.id).has(ids.myran) && !truth.hidden.has(person.id)
              ? '303 own'
              : '404',
          ),
        }),
      ),
    // Over every item there is, from the group where it was written.
    ...known.documents.map(
      (document): Cell => ({
        route: 'POST /staff/documents/:id',
        path: `/staff/documents/${document.id}`,
        multipart: true,
        // As from the same page each time: a shared one is saved by several.
        fields: () => ({ ...base, group: document.groupId, form: known.units[0]!.id }),
        expected: by(given.staff, (hat, truth) =>
          truth.ownDraft(hat, document) ? `303 /staff/documents/${document.id}?saved` : '404',
        ),
      }),
    ),
    // With a revision that cannot be: whose draft it is learns that it has changed, anybody else that it is not there.
    ...documents.map(
      (document): Cell => ({
        route: 'POST /staff/documents/:id/publish',
        path: `/staff/documents/${document.id}/publish`,
        fields: () => ({ revision: '999' }),
        expected: by(given.staff, (hat, truth) => {
          if (document.id === nowhere) return '404'
          if (truth.ownDraft(hat, document)) return '409'
          const mine = document.authorId === hat.id && truth.reaching(hat, document).length > 0
          return mine ? `303 /documents/${document.id}?published` : '404'
        }),
      }),
    ),
  ]
}

function ending(known: Facts): Cell[] {
  const documents = [...known.documents, { id: nowhere } as Fact]
  return [
    ...[ids.alma, ids.cia, ids.dold, nowhere].map(
      (child): Cell => ({
        route: 'POST /settings/contact-details',
        path: '/settings/contact-details',
        fields: () => ({
          phone: '',
          email: '',
          street: '',
          postalCode: '',
          city: '',
          show: `${child}:${ids.myran}:name`,
        }),
        expected: by(given.guardians, (hat, truth) =>
          truth.children(hat).has(child) ? '303 /settings/contact-details?saved=1' : '404',
        ),
        last: true,
      }),
    ),
    ...documents.map(
      (document): Cell => ({
        route: 'POST /staff/documents/:id/discard',
        path: `/staff/documents/${document.id}/discard`,
        expected: by(given.staff, (hat, truth) => {
          if (document.id === nowhere || !truth.discards(hat, document)) return '404'
          return document.id === draftOf.spare ? '303 /staff' : 'skip'
        }),
        last: true,
      }),
    ),
    { route: 'POST /logout', path: '/logout', expected: () => '303 /login', last: true },
    { route: 'GET /', path: '/', expected: () => '303 /login', last: true },
  ]
}
