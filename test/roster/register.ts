import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { idOf } from '../../seeds/random.ts'

/** A register as SS 12000 delivers it, made by code: people with names for ids, so that a test can tell of them. */
export type Entry = Record<string, unknown>
export type Register = Record<'organisations' | 'groups' | 'persons' | 'placements' | 'duties', Entry[]>

const meta = { created: '2024-01-01T00:00:00Z', modified: '2026-11-01T00:00:00Z' }
export const id = (name: string) => idOf(`register ${name}`)
const ref = (name: string, more: Entry = {}) => ({ id: id(name), ...more })

export function organisation(name: string, type: string, more: Entry = {}): Entry {
  return { id: id(name), meta, displayName: name, organisationType: type, ...more }
}

export function unit(name: string, parent: string, schoolTypes: string[], more: Entry = {}): Entry {
  return organisation(name, 'Skolenhet', {
    parentOrganisation: ref(parent),
    schoolTypes,
    address: {
      type: 'Besöksadress',
      streetAddress: 'Provvägen 2',
      postalCode: '449 31',
      locality: 'Provby',
      country: 'Sverige',
    },
    phoneNumber: '031-3900602',
    email: 'provenhet@example.se',
    ...more,
  })
}

export function group(
  name: string,
  at: string,
  groupType: string,
  members: (string | Entry)[] = [],
  more: Entry = {},
): Entry {
  return {
    id: id(name),
    meta,
    displayName: name,
    groupType,
    organisation: ref(at),
    startDate: '2024-08-01',
    groupMemberships: members.map((member) => (typeof member === 'string' ? { person: ref(member) } : member)),
    ...more,
  }
}

export function person(name: string, more: Entry = {}): Entry {
  const [givenName, familyName] = name.split(' ')
  return { id: id(name), meta, givenName, familyName: familyName ?? 'Provsson', securityMarking: 'Ingen', ...more }
}

/** A child with its guardians; `civicNo` one of the official test numbers. */
export function child(name: string, guardians: string[], more: Entry = {}): Entry {
  return person(name, {
    birthDate: '2021-04-05',
    responsibles: guardians.map((guardian) => ({ person: ref(guardian), relationType: 'Vårdnadshavare' })),
    ...more,
  })
}

export function placement(of: string, at: string, inGroup: string | null, more: Entry = {}): Entry {
  return {
    id: id(`placement ${of} ${inGroup ?? at}`),
    meta,
    placedAt: ref(at),
    ...(inGroup ? { group: ref(inGroup) } : {}),
    child: ref(of),
    owners: [],
    schoolType: 'FS',
    startDate: '2024-08-15',
    ...more,
  }
}

export function duty(of: string, at: string, dutyRole: string, inGroups: string[] = [], more: Entry = {}): Entry {
  return {
    id: id(`duty ${of} ${at}`),
    meta,
    person: ref(of),
    dutyAt: ref(at),
    dutyRole,
    startDate: '2024-08-01',
    assignmentRole: inGroups.map((name) => ({ group: ref(name), assignmentRoleType: dutyRole })),
    ...more,
  }
}

/** Two preschools and a school under one principal's area: an ordinary day. */
export function town(): Register {
  return {
    organisations: [
      organisation('Provkommunen', 'Huvudman'),
      organisation('Norra området', 'Rektorsområde', { parentOrganisation: ref('Provkommunen') }),
      unit('Eken', 'Norra området', ['FS']),
      unit('Linden', 'Norra området', ['FS']),
      unit('Ådalsskolan', 'Provkommunen', ['GR', 'FTH']),
    ],
    groups: [
      group('Ekorren', 'Eken', 'Avdelning', [], { schoolType: 'FS' }),
      group('Lodjuret', 'Linden', 'Avdelning', [], { schoolType: 'FS' }),
      group('3B', 'Ådalsskolan', 'Klass', ['Olle Norr'], { schoolType: 'GR' }),
      group('Matematik 3', 'Ådalsskolan', 'Undervisning', ['Olle Norr']),
    ],
    persons: [
      child('Lina Norr', ['Karin Norr', 'Johan Norr'], {
        birthDate: '2021-01-01',
        civicNo: { value: '202101012397', nationality: 'SE' },
      }),
      child('Olle Norr', ['Karin Norr', 'Johan Norr'], {
        birthDate: '2017-01-01',
        civicNo: { value: '201701012393' },
        enrolments: [{ enroledAt: ref('Ådalsskolan'), schoolType: 'GR', startDate: '2023-08-15', schoolYear: 3 }],
      }),
      child('Maja Syd', ['Sofia Syd']),
      person('Karin Norr', { civicNo: { value: '19880517-2387' } }),
      person('Johan Norr', { civicNo: { value: '198805192393' } }),
      person('Sofia Syd'),
      person('Berit Förskollärare'),
      person('Ruth Rektor'),
      person('Lars Lärare'),
      person('Kim Kurator'),
      // Somebody in the register with nothing to do here.
      person('Ingen Alls'),
    ],
    placements: [placement('Lina Norr', 'Eken', 'Ekorren'), placement('Maja Syd', 'Linden', 'Lodjuret')],
    duties: [
      duty('Berit Förskollärare', 'Eken', 'Förskollärare', ['Ekorren']),
      duty('Ruth Rektor', 'Norra området', 'Rektor'),
      duty('Lars Lärare', 'Ådalsskolan', 'Lärare', [], {
        assignmentRole: [{ group: ref('3B'), assignmentRoleType: 'Mentor' }],
      }),
      duty('Kim Kurator', 'Ådalsskolan', 'Kurator', [], {
        assignmentRole: [{ group: ref('3B'), assignmentRoleType: 'Elevhälsopersonal' }],
      }),
    ],
  }
}

export const find = (register: Register, name: string): Entry =>
  Object.values(register)
    .flat()
    .find((entry) => entry.id === id(name)) ?? fail(name)

function fail(name: string): never {
  throw new Error(`${name} is not in the register`)
}

/** The register as a folder of JSON; `pages` splits a resource in several files. */
export async function folderOf(register: Register, pages = 1): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'insyn-register-'))
  for (const [name, entries] of Object.entries(register)) {
    if (pages === 1) {
      await writeFile(join(folder, `${name}.json`), JSON.stringify({ data: entries, pageToken: null }))
      continue
    }
    const size = Math.ceil(entries.length / pages)
    for (let at = 0; at < pages; at += 1)
      await writeFile(
        join(folder, `${name}-${at + 1}.json`),
        JSON.stringify({ data: entries.slice(at * size, (at + 1) * size) }),
      )
  }
  return folder
}
