import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { BrokenDelivery, type Delivery, type Piece } from './resources.ts'

/** The files and their columns; * must be there. docs/operations.md says what goes in them. */
export const csvFiles = {
  'enheter.csv': ['enhet*', 'skolform*', 'adress', 'postnummer', 'ort', 'telefon', 'epost'],
  'barn.csv': ['personnummer*', 'fornamn*', 'efternamn*', 'fodd', 'enhet*', 'grupp*', 'fran*', 'till', 'skydd'],
  'vardnadshavare.csv': ['barn*', 'personnummer*', 'fornamn*', 'efternamn*', 'skydd'],
  'personal.csv': ['anstallning*', 'fornamn*', 'efternamn*', 'enhet*', 'grupp', 'roll*', 'fran*', 'till', 'skydd'],
} as const
type File = keyof typeof csvFiles
type Line = Record<string, string>

const preschool = /^(FS|förskola)$/i

/**
 * For whoever has no interface: four tables with a row for each unit, child, guardian and member of staff. They become
 * the same records as the register's own and are checked the same way. Ids are made from what identifies the row with a
 * key, so that the same person is the same the next night and no id tells a number. UTF-8 or Windows-1252, semicolon or
 * comma: told apart by looking.
 */
export async function csvDelivery(directory: string, key: Buffer): Promise<Delivery> {
  const tables = {} as Record<File, Line[]>
  for (const file of Object.keys(csvFiles) as File[]) tables[file] = await linesOf(directory, file)
  const idOf = (...parts: string[]) => uuidFrom(key, parts.join('|'))
  return { source: 'csv', whole: true, pieces: pieces(tables, idOf), removed: async () => ({}) }
}

type Ids = (...parts: string[]) => string

async function* pieces(tables: Record<File, Line[]>, idOf: Ids): AsyncGenerator<Piece> {
  const units = tables['enheter.csv']
  const preschools = new Set(units.filter((line) => preschool.test(line.skolform!)).map((line) => line.enhet!))
  const unit = (name: string) => ({ id: idOf('enhet', name) })
  const inGroup = (line: Line) => ({ id: idOf('grupp', line.enhet!, line.grupp!) })
  const digits = (number: string) => number.replace(/\D/g, '')
  const pupil = (number: string) => idOf('person', digits(number))

  for (const [index, line] of units.entries())
    yield piece('organisations', 'enheter.csv', index, {
      ...unit(line.enhet!),
      displayName: line.enhet,
      organisationType: 'Skolenhet',
      schoolTypes: [preschool.test(line.skolform!) ? 'FS' : line.skolform],
      address: { streetAddress: line.adress, postalCode: line.postnummer, locality: line.ort },
      phoneNumber: line.telefon,
      email: line.epost,
    })

  const children = tables['barn.csv']
  const groups = new Map<string, Line[]>()
  for (const line of [...children, ...tables['personal.csv']])
    if (line.grupp) groups.set(inGroup(line).id, groups.get(inGroup(line).id) ?? [])
  for (const line of children) groups.get(inGroup(line).id)?.push(line)
  for (const [index, [id, lines]] of [...groups].entries()) {
    const any = lines[0] ?? tables['personal.csv'].find((line) => line.grupp && inGroup(line).id === id)!
    const young = preschools.has(any.enhet!)
    yield piece('groups', 'barn.csv', index, {
      id,
      displayName: any.grupp,
      groupType: young ? 'Avdelning' : 'Klass',
      schoolType: young ? 'FS' : 'GR',
      organisation: unit(any.enhet!),
      startDate: '1900-01-01',
      groupMemberships: young ? [] : lines.map((line) => ({ person: { id: pupil(line.personnummer!) } })),
    })
  }

  const guardians = tables['vardnadshavare.csv']
  const of = Map.groupBy(guardians, (line) => digits(line.barn!))
  const spells = Map.groupBy(children, (line) => digits(line.personnummer!))
  for (const [number, lines] of spells) {
    const line = lines[0]!
    yield piece('persons', 'barn.csv', children.indexOf(line), {
      ...named(line, pupil(number)),
      civicNo: { value: line.personnummer },
      birthDate: line.fodd || null,
      responsibles: (of.get(number) ?? []).map((each) => ({
        person: { id: pupil(each.personnummer!) },
        relationType: 'Vårdnadshavare',
      })),
      enrolments: lines
        .filter((each) => !preschools.has(each.enhet!))
        .map((each) => ({ enroledAt: unit(each.enhet!), startDate: each.fran, endDate: each.till || null })),
    })
  }
  // A guardian may be listed with each child, and may be a pupil or have been one.
  for (const [number, [line]] of Map.groupBy(guardians, (each) => digits(each.personnummer!)))
    if (!spells.has(number))
      yield piece('persons', 'vardnadshavare.csv', guardians.indexOf(line!), {
        ...named(line!, pupil(number)),
        civicNo: { value: line!.personnummer },
      })
  const staff = tables['personal.csv']
  for (const [number, [line]] of Map.groupBy(staff, (each) => each.anstallning!))
    yield piece('persons', 'personal.csv', staff.indexOf(line!), named(line!, idOf('anställd', number)))

  for (const [index, line] of children.entries())
    if (preschools.has(line.enhet!))
      yield piece('placements', 'barn.csv', index, {
        id: idOf('placering', digits(line.personnummer!), line.enhet!, line.grupp!, line.fran!),
        placedAt: unit(line.enhet!),
        group: inGroup(line),
        child: { id: pupil(line.personnummer!) },
        schoolType: 'FS',
        startDate: line.fran,
        endDate: line.till || null,
      })

  for (const [index, line] of staff.entries())
    yield piece('duties', 'personal.csv', index, {
      id: idOf('tjänst', line.anstallning!, line.enhet!, line.grupp ?? '', line.roll!, line.fran!),
      person: { id: idOf('anställd', line.anstallning!) },
      dutyAt: unit(line.enhet!),
      dutyRole: line.roll,
      startDate: line.fran,
      endDate: line.till || null,
      assignmentRole: line.grupp ? [{ group: inGroup(line), assignmentRoleType: assignment(line.roll!) }] : [],
    })
}

// A column that is not there says nothing; one that is there and empty says that there is no protection.
function named(line: Line, id: string) {
  return {
    id,
    givenName: line.fornamn,
    familyName: line.efternamn,
    ...(line.skydd === undefined ? {} : { securityMarking: line.skydd === '' ? 'Ingen' : line.skydd }),
  }
}

function assignment(role: string): string {
  return role === 'Lärare' || role === 'Förstelärare' ? 'Mentor' : role
}

function piece(resource: Piece['resource'], file: string, index: number, value: unknown): Piece {
  // The first row is the one after the headings.
  return { resource, place: `${file} ${index + 2}`, value }
}

async function linesOf(directory: string, file: File): Promise<Line[]> {
  const bytes = await readFile(join(directory, file)).catch(() => {
    throw new BrokenDelivery('missing-file', file)
  })
  const text = decoded(bytes)
  const heading = text.slice(0, text.indexOf('\n') === -1 ? undefined : text.indexOf('\n'))
  const delimiter = heading.split(';').length >= heading.split(',').length ? ';' : ','
  let lines: Line[]
  try {
    lines = parse(text, {
      bom: true,
      delimiter,
      columns: (names: string[]) => names.map(plain),
      skip_empty_lines: true,
      trim: true,
    }) as Line[]
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
  return lines
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
