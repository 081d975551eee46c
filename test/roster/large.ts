import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Entry, group, id, organisation, unit } from './register.ts'

/**
 * A register of any size, written as it is made: for each child two guardians and a placement, a unit for each 200
 * children and a group for each 20. `numbers` are official test numbers to give away, children first; `without` leaves
 * every n-th placement out, for the day after.
 */
export async function largeRegister(children: number, numbers: string[] = [], without = 0): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'insyn-large-'))
  const units = Math.ceil(children / 200)
  const groups = Math.ceil(children / 20)
  const unitOf = (index: number) => `Enhet ${Math.floor(index / 200)}`
  const groupOf = (index: number) => `Grupp ${Math.floor(index / 20)}`
  const number = (index: number) => (numbers[index] ? { civicNo: { value: numbers[index] } } : {})
  const meta = { created: '2024-01-01T00:00:00Z', modified: '2024-01-01T00:00:00Z' }

  await write(folder, 'organisations', function* () {
    yield organisation('Stora kommunen', 'Huvudman')
    for (let at = 0; at < units; at += 1) yield unit(`Enhet ${at}`, 'Stora kommunen', ['FS'])
  })
  await write(folder, 'groups', function* () {
    for (let at = 0; at < groups; at += 1)
      yield group(`Grupp ${at}`, unitOf(at * 20), 'Avdelning', [], { schoolType: 'FS' })
  })
  await write(folder, 'persons', function* () {
    for (let at = 0; at < children; at += 1) {
      const guardians = [`v${at}a`, `v${at}b`]
      yield {
        id: id(`b${at}`),
        meta,
        givenName: `Barn${at}`,
        familyName: `Efternamn${at % 997}`,
        birthDate: '2021-05-06',
        securityMarking: 'Ingen',
        ...number(at),
        addresses: [
          {
            type: 'Folkbokföring',
            streetAddress: `Gatan ${at}`,
            postalCode: '44930',
            locality: 'Provby',
            country: 'SE',
          },
        ],
        responsibles: guardians.map((name) => ({ person: { id: id(name) }, relationType: 'Vårdnadshavare' })),
      }
      for (const [place, name] of guardians.entries())
        yield {
          id: id(name),
          meta,
          givenName: `Vuxen${at}${place}`,
          familyName: `Efternamn${at % 997}`,
          securityMarking: 'Ingen',
          ...number(children + at * 2 + place),
        }
    }
    for (let at = 0; at < groups; at += 1)
      for (const place of [0, 1, 2])
        yield {
          id: id(`p${at}.${place}`),
          meta,
          givenName: `Pedagog${at}`,
          familyName: `Nr${place}`,
          securityMarking: 'Ingen',
        }
  })
  await write(folder, 'placements', function* () {
    for (let at = 0; at < children; at += 1)
      if (!without || at % without !== 0)
        yield {
          id: id(`pl${at}`),
          meta,
          placedAt: { id: id(unitOf(at)) },
          group: { id: id(groupOf(at)) },
          child: { id: id(`b${at}`) },
          owners: [],
          schoolType: 'FS',
          startDate: '2024-08-15',
        }
  })
  await write(folder, 'duties', function* () {
    for (let at = 0; at < groups; at += 1)
      for (const place of [0, 1, 2])
        yield {
          id: id(`d${at}.${place}`),
          meta,
          person: { id: id(`p${at}.${place}`) },
          dutyAt: { id: id(unitOf(at * 20)) },
          dutyRole: 'Förskollärare',
          startDate: '2024-08-01',
          assignmentRole: [{ group: { id: id(`Grupp ${at}`) }, assignmentRoleType: 'Förskollärare' }],
        }
  })
  return folder
}

async function write(folder: string, name: string, entries: () => Generator<Entry>): Promise<void> {
  const file = createWriteStream(join(folder, `${name}.json`))
  file.write('{"data":[')
  let first = true
  for (const entry of entries()) {
    if (!file.write((first ? '' : ',\n') + JSON.stringify(entry))) await once(file, 'drain')
    first = false
  }
  file.end('],"pageToken":null}')
  await once(file, 'finish')
}
