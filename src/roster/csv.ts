import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { parsePersonnummer } from '../people/personnummer.ts'
import { BrokenDelivery, type Delivery, type Piece, type Place, type Resource, type Told } from './resources.ts'

/** The files and their columns; * must be there. docs/operations.md says what goes in them. */
export const csvFiles = {
  'enheter.csv': ['enhet*', 'skolform*', 'adress', 'postnummer', 'ort', 'telefon', 'epost'],
  'barn.csv': ['personnummer*', 'fornamn*', 'efternamn*', 'fodd', 'enhet*', 'grupp*', 'fran*', 'till', 'skydd'],
  'vardnadshavare.csv': ['barn*', 'personnummer*', 'fornamn*', 'efternamn*', 'skydd'],
  'personal.csv': ['anstallning*', 'fornamn*', 'efternamn*', 'enhet*', 'grupp', 'roll*', 'fran*', 'till', 'skydd'],
} as const
type File = keyof typeof csvFiles
type Line = Record<string, string>
type Tables = Record<File, Line[]>

const preschool = /^(FS|förskola)$/i

/**
 * For whoever has no interface: four tables with a row for each unit, child, guardian and member of staff. They become
 * the same records as the register's own and are checked the same way. Ids are made from what identifies the row with a
 * key, so that the same person is the same the next night and no id tells a number. UTF-8 or Windows-1252, semicolon or
 * comma: told apart by looking. `today` (YYYY-MM-DD) says the century of a number with ten digits.
 */
export async function csvDelivery(directory: string, key: Buffer, today: string): Promise<Delivery> {
  const tables = {} as Tables
  const rows: Rows = new Map()
  for (const file of Object.keys(csvFiles) as File[]) tables[file] = await linesOf(directory, file, rows)
  const idOf = (...parts: string[]) => uuidFrom(key, parts.join('|'))
  const places = new Map<string, Whereabouts>()
  return {
    source: 'csv',
    whole: true,
    told: looseRows(tables, rows, today),
    pieces: pieces(tables, { idOf, today, rows, places }),
    removed: async () => ({}),
    placeOf: (resource, record, field) => placeOf(places.get(`${resource} ${record}`), resource, field),
  }
}

/** Where each row stands: "barn.csv 4". */
type Rows = Map<Line, string>
type Whereabouts = { row: string; enrolments: string[]; responsibles: string[] }
type Making = { idOf: (...parts: string[]) => string; today: string; rows: Rows; places: Map<string, Whereabouts> }

// R15: what tells two people apart is the number, however it is written. A temporary one ("20190101TF01") has letters.
function numberIn(written: string, today: string): string {
  return parsePersonnummer(written, today)?.digits ?? written.replace(/[\s+-]/g, '').toUpperCase()
}

/**
 * What no record would tell of: a row without what tells people apart (two such rows would be one person), one number
 * under two names (a guardian would get another's child), and a guardian of a child who is in no row.
 */
function looseRows(tables: Tables, rows: Rows, today: string): Told[] {
  const told: Told[] = []
  const tell = (code: Told['code'], line: Line, field: string, stops: boolean) =>
    told.push({ code, resource: 'delivery', record: rows.get(line)!, field, stops })
  const known = new Map<string, string>()
  for (const [file, column, kind] of [
    ['barn.csv', 'personnummer', 'person'],
    ['vardnadshavare.csv', 'personnummer', 'person'],
    ['personal.csv', 'anstallning', 'staff'],
  ] as const)
    for (const line of tables[file]) {
      if (line[column] === '') {
        tell('empty', line, column, true)
        continue
      }
      const who = `${kind} ${kind === 'person' ? numberIn(line[column]!, today) : line[column]}`
      const name = `${line.fornamn} ${line.efternamn}`.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')
      if (known.has(who) && known.get(who) !== name) tell('two-names', line, column, true)
      known.set(who, known.get(who) ?? name)
    }
  const children = new Set(tables['barn.csv'].map((line) => numberIn(line.personnummer!, today)))
  for (const line of tables['vardnadshavare.csv'])
    if (line.barn === '') tell('empty', line, 'barn', true)
    else if (!children.has(numberIn(line.barn!, today))) tell('no-person', line, 'barn', false)
  return told
}

async function* pieces(tables: Tables, { idOf, today, rows, places }: Making): AsyncGenerator<Piece> {
  const units = tables['enheter.csv']
  const preschools = new Set(units.filter((line) => preschool.test(line.skolform!)).map((line) => line.enhet!))
  const unit = (name: string) => ({ id: idOf('enhet', name) })
  const inGroup = (line: Line) => ({ id: idOf('grupp', line.enhet!, line.grupp!) })
  const digits = (number: string) => numberIn(number, today)
  const pupil = (number: string) => idOf('person', digits(number))
  const piece = (
    resource: Resource,
    line: Line,
    value: { id: string } & Record<string, unknown>,
    beside: Partial<Whereabouts> = {},
  ): Piece => {
    const row = rows.get(line)!
    const at = `${resource} ${value.id}`
    if (!places.has(at)) places.set(at, { row, enrolments: [], responsibles: [], ...beside })
    return { resource, place: row, value }
  }

  for (const line of units)
    yield piece('organisations', line, {
      ...unit(line.enhet!),
      displayName: line.enhet,
      organisationType: 'Skolenhet',
      schoolTypes: [preschool.test(line.skolform!) ? 'FS' : line.skolform],
      address: { streetAddress: line.adress, postalCode: line.postnummer, locality: line.ort },
      phoneNumber: line.telefon,
      email: line.epost,
    })

  const children = tables['barn.csv']
  const groups = Map.groupBy(
    [...children, ...tables['personal.csv']].filter((line) => line.grupp),
    (line) => inGroup(line).id,
  )
  for (const [id, lines] of groups) {
    const any = lines[0]!
    const young = preschools.has(any.enhet!)
    const members = young ? [] : lines.filter((line) => line.personnummer)
    yield piece('groups', any, {
      id,
      displayName: any.grupp,
      groupType: young ? 'Avdelning' : 'Klass',
      schoolType: young ? 'FS' : 'GR',
      organisation: unit(any.enhet!),
      startDate: '1900-01-01',
      groupMemberships: members.map((line) => ({ person: { id: pupil(line.personnummer!) } })),
    })
  }

  const guardians = tables['vardnadshavare.csv']
  const ofChild = Map.groupBy(guardians, (line) => digits(line.barn!))
  const asGuardian = Map.groupBy(guardians, (line) => digits(line.personnummer!))
  const spells = Map.groupBy(children, (line) => digits(line.personnummer!))
  for (const [number, lines] of spells) {
    const line = lines[0]!
    const responsibles = ofChild.get(number) ?? []
    const enrolments = lines.filter((each) => !preschools.has(each.enhet!))
    yield piece(
      'persons',
      line,
      {
        ...named([...lines, ...(asGuardian.get(number) ?? [])], pupil(number)),
        civicNo: { value: line.personnummer },
        birthDate: line.fodd || null,
        responsibles: responsibles.map((each) => ({
          person: { id: pupil(each.personnummer!) },
          relationType: 'Vårdnadshavare',
        })),
        enrolments: enrolments.map((each) => ({
          enroledAt: unit(each.enhet!),
          startDate: each.fran,
          endDate: each.till || null,
        })),
      },
      {
        enrolments: enrolments.map((each) => rows.get(each)!),
        responsibles: responsibles.map((each) => rows.get(each)!),
      },
    )
  }
  // A guardian may be listed with each child, and may be a pupil or have been one.
  for (const [number, lines] of asGuardian)
    if (!spells.has(number))
      yield piece('persons', lines[0]!, {
        ...named(lines, pupil(number)),
        civicNo: { value: lines[0]!.personnummer },
      })
  const staff = tables['personal.csv']
  for (const [number, lines] of Map.groupBy(staff, (each) => each.anstallning!))
    yield piece('persons', lines[0]!, named(lines, idOf('anställd', number)))

  for (const line of children)
    if (preschools.has(line.enhet!))
      yield piece('placements', line, {
        id: idOf('placering', digits(line.personnummer!), line.enhet!, line.grupp!, line.fran!),
        placedAt: unit(line.enhet!),
        group: inGroup(line),
        child: { id: pupil(line.personnummer!) },
        schoolType: 'FS',
        startDate: line.fran,
        endDate: line.till || null,
      })

  for (const line of staff)
    yield piece('duties', line, {
      id: idOf('tjänst', line.anstallning!, line.enhet!, line.grupp ?? '', line.roll!, line.fran!),
      person: { id: idOf('anställd', line.anstallning!) },
      dutyAt: unit(line.enhet!),
      dutyRole: line.roll,
      startDate: line.fran,
      endDate: line.till || null,
      assignmentRole: line.grupp ? [{ group: inGroup(line), assignmentRoleType: assignment(line.roll!) }] : [],
    })
}

// Decision 3: marked in one of the rows is marked. A column that is not there says nothing; one that is there and empty
// everywhere says that there is no protection.
function named(lines: Line[], id: string) {
  const said = lines.flatMap((line) => line.skydd ?? [])
  return {
    id,
    givenName: lines[0]!.fornamn,
    familyName: lines[0]!.efternamn,
    ...(said.length === 0 ? {} : { securityMarking: said.find((each) => each !== '') ?? 'Ingen' }),
  }
}

function assignment(role: string): string {
  return role === 'Lärare' || role === 'Förstelärare' ? 'Mentor' : role
}

const columns: Record<string, string> = {
  ...{
    givenName: 'fornamn',
    familyName: 'efternamn',
    birthDate: 'fodd',
    civicNo: 'personnummer',
    value: 'personnummer',
  },
  ...{ securityMarking: 'skydd', startDate: 'fran', endDate: 'till', dutyRole: 'roll', assignmentRoleType: 'roll' },
  ...{ schoolTypes: 'skolform', organisation: 'enhet', enrolments: 'enhet', placedAt: 'enhet', dutyAt: 'enhet' },
  ...{ group: 'grupp', assignmentRole: 'grupp' },
}

// Whoever reads the report has the tables before them, and knows neither the ids nor the fields that are made of them.
function placeOf(found: Whereabouts | undefined, resource: string, field: string | null): Place | undefined {
  if (!found) return undefined
  const [, list, at] = field?.match(/^(enrolments|responsibles)\.(\d+)/) ?? []
  const name = field?.split('.').findLast((part) => !/^\d+$/.test(part)) ?? ''
  const column = name === 'displayName' ? (resource === 'groups' ? 'grupp' : 'enhet') : columns[name]
  const row = list && found[list as 'enrolments' | 'responsibles'][Number(at)]
  return { place: row || found.row, field: column ?? null }
}

async function linesOf(directory: string, file: File, rows: Rows): Promise<Line[]> {
  const bytes = await readFile(join(directory, file)).catch(() => {
    throw new BrokenDelivery('missing-file', file)
  })
  const text = decoded(bytes)
  const heading = text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'))
  const delimiter = heading.split(';').length >= heading.split(',').length ? ';' : ','
  let found: { record: Line; info: { lines: number } }[]
  try {
    found = parse(text, {
      bom: true,
      delimiter,
      columns: (names: string[]) => names.map(plain),
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as typeof found
  } catch (error) {
    const line = (error as { lines?: number }).lines
    throw new BrokenDelivery('row', `${file} ${line ?? ''}`.trim(), { cause: error })
  }
  const there = new Set(
    heading
      .replace(/^\uFEFF/, '')
      .split(delimiter)
      .map((name) => plain(name.replace(/["\r]/g, ''))),
  )
  for (const column of csvFiles[file])
    if (column.endsWith('*') && !there.has(column.slice(0, -1)))
      throw new BrokenDelivery('missing-column', `${file} ${column.slice(0, -1)}`)
  return found.map(({ record, info }) => {
    rows.set(record, `${file} ${info.lines}`)
    return record
  })
}

// "Förnamn", "fornamn" and "FÖRNAMN " are one column.
function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z]/g, '')
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

// A UUID of version 8 (RFC 9562): sixteen bytes of our own making.
function uuidFrom(key: Buffer, text: string): string {
  const bytes = createHmac('sha256', key)
    .update(`roster|${text.normalize('NFC')}`)
    .digest()
    .subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
