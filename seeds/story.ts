import { addDays, addYears } from './calendar.ts'
import type { FamilyPlan } from './families.ts'
import { idOf } from './random.ts'
import type { Town } from './town.ts'

/** The families that somebody meets in the demo and in tests: the accounts' own, and every hard case (see `cast`). */
export function storyFamilies(town: Town): FamilyPlan[] {
  const { year, today } = town
  return [
    {
      guardians: [adult('guardian', 'Johanna', 'Ekström'), adult('guardian2', 'Daniel', 'Karimi')],
      childFamilyName: 'Ekström Karimi',
      homes: 1,
      children: [
        { key: 'alma', givenName: 'Alma', group: 'glantan Myran', bornYearsBack: 4, entered: `${year - 3}-08-15` },
        { key: 'elis', givenName: 'Elis', group: 'lindhaga 5A', bornYearsBack: 11, preschool: 'glantan Nyckelpigan' },
      ],
    },
    {
      guardians: [adult('neighbour', 'Hodan', 'Warsame'), adult('neighbour2', 'Liban', 'Warsame')],
      homes: 1,
      children: [{ key: 'idil', givenName: 'Idil', group: 'glantan Myran', bornYearsBack: 4 }],
    },
    {
      guardians: [adult('stranger', 'Mattias', 'Lundgren'), adult('stranger2', 'Frida', 'Lundgren')],
      homes: 1,
      children: [{ key: 'sixten', givenName: 'Sixten', group: 'skogsdungen Tallkotten', bornYearsBack: 5 }],
    },
    {
      guardians: [adult('both', 'Jasmina', 'Begić'), adult('both2', 'Robin', 'Falk')],
      homes: 1,
      children: [{ key: 'lejla', givenName: 'Lejla', group: 'skogsdungen Grankotten', bornYearsBack: 5 }],
    },
    {
      guardians: [adult('twins guardian', 'Matilda', 'Strand'), adult('twins guardian2', 'Pontus', 'Strand')],
      homes: 1,
      children: [
        { key: 'vera', givenName: 'Vera', group: 'glantan Humlan', bornYearsBack: 5, bornOn: `${year - 5}-01-04` },
        { key: 'viggo', givenName: 'Viggo', group: 'glantan Humlan', bornYearsBack: 5, bornOn: `${year - 5}-01-04` },
      ],
    },
    {
      guardians: [adult('siblings guardian', 'Khadra', 'Duale'), adult('siblings guardian2', 'Guled', 'Duale')],
      homes: 1,
      children: [
        { key: 'idris', givenName: 'Idris', group: 'slandan Bäcken', bornYearsBack: 3 },
        { key: 'ayla', givenName: 'Ayla', group: 'akulla 4A', bornYearsBack: 10 },
      ],
    },
    {
      guardians: [adult('home one', 'Therese', 'Holmberg'), adult('home two', 'Magnus', 'Dahl')],
      homes: 2,
      children: [{ key: 'tage', givenName: 'Tage', group: 'glantan Myran', bornYearsBack: 5 }],
    },
    {
      guardians: [adult('sole guardian', 'Semret', 'Tesfay')],
      homes: 1,
      children: [{ key: 'rahel', givenName: 'Rahel', group: 'glantan Myran', bornYearsBack: 3 }],
    },
    {
      guardians: [adult('protected guardian', 'Linnea', 'Forsberg')],
      homes: 1,
      children: [
        { key: 'protected child', givenName: 'Mio', group: 'glantan Myran', bornYearsBack: 4 },
        { key: 'protected sibling', givenName: 'Ronja', group: 'lindhaga 5A', bornYearsBack: 11 },
      ],
    },
    {
      guardians: [adult('moved guardian', 'Agnieszka', 'Nowak'), adult('moved guardian2', 'Tomasz', 'Nowak')],
      homes: 1,
      children: [
        {
          key: 'zofia',
          givenName: 'Zofia',
          group: 'glantan Humlan',
          bornYearsBack: 4,
          entered: `${year - 2}-08-15`,
          before: { group: 'slandan Källan', until: addDays(today, -31) },
        },
      ],
    },
    {
      guardians: [adult('adult guardian', 'Rickard', 'Rosén'), adult('adult guardian2', 'Malin', 'Rosén')],
      homes: 1,
      // One who turns 18 tomorrow.
      children: [
        {
          key: 'turning18',
          givenName: 'Gustav',
          group: 'lindhaga 9A',
          bornYearsBack: 15,
          bornOn: addYears(addDays(today, 1), -18),
        },
      ],
    },
    {
      guardians: [
        adult('remaining guardian', 'Evelina', 'Kvist'),
        { ...adult('former guardian', 'Jesper', 'Björk'), until: `${Number(today.slice(0, 4)) - 1}-09-30` },
      ],
      homes: 2,
      children: [{ key: 'tilde', givenName: 'Tilde', group: 'bryggan Snäckan', bornYearsBack: 5 }],
    },
    {
      guardians: [adult('silent guardian', 'Duc', 'Nguyen'), adult('silent guardian2', 'Lan', 'Nguyen')],
      homes: 1,
      children: [{ key: 'linh', givenName: 'Linh', group: 'glantan Myran', bornYearsBack: 3 }],
    },
    {
      guardians: [adult('mixed guardian', 'Rebecka', 'Lindqvist'), adult('mixed guardian2', 'Viktor', 'Åberg')],
      homes: 1,
      children: [{ key: 'majken', givenName: 'Majken', group: 'glantan Myran', bornYearsBack: 5 }],
    },
    {
      guardians: [adult('withdrawn guardian', 'Hiba', 'Haddad'), adult('withdrawn guardian2', 'Ziad', 'Haddad')],
      homes: 1,
      children: [{ key: 'karim', givenName: 'Karim', group: 'glantan Myran', bornYearsBack: 5 }],
    },
  ]
}

/** Decision 3: one child is marked; the household and the guardian are covered by living with the child. */
export function protect(town: Town): void {
  town.protectedPeople.push({ personId: cast.protectedChild, from: addDays(town.today, -400) })
  // Outside the draw, so that everybody else stays who they are.
  town.people.push({
    id: cast.protection,
    givenName: 'Ingela',
    familyName: 'Fors',
    birthDate: null,
    personnummer: null,
  })
}

/** Where to find each of them: ids of people, groups and units, the same every day. */
export const cast = {
  guardian: person('guardian'),
  guardian2: person('guardian2'),
  guardiansChild: person('alma'),
  guardiansSchoolChild: person('elis'),
  neighbour: person('neighbour'),
  neighboursChild: person('idil'),
  stranger: person('stranger'),
  strangersChild: person('sixten'),
  pupil: person('elis'),
  educator: person('educator'),
  educator2: person('educator2'),
  principal: person('principal'),
  admin: person('admin'),
  records: person('records'),
  dpo: person('dpo'),
  protection: person('protection'),
  staffGuardian: person('both'),
  staffGuardiansChild: person('lejla'),
  twins: [person('vera'), person('viggo')],
  siblingsInTwoUnits: [person('idris'), person('ayla')],
  twoHomesChild: person('tage'),
  twoHomesGuardians: [person('home one'), person('home two')],
  soleGuardian: person('sole guardian'),
  soleGuardiansChild: person('rahel'),
  protectedChild: person('protected child'),
  protectedSibling: person('protected sibling'),
  protectedGuardian: person('protected guardian'),
  movedChild: person('zofia'),
  turns18Tomorrow: person('turning18'),
  turns18Guardians: [person('adult guardian'), person('adult guardian2')],
  formerGuardian: person('former guardian'),
  formerGuardiansChild: person('tilde'),
  noConsentAnswersChild: person('linh'),
  mixedConsentChild: person('majken'),
  withdrawnConsentChild: person('karim'),
  group: idOf('group glantan Myran'),
  unit: idOf('unit glantan'),
  strangersGroup: idOf('group skogsdungen Tallkotten'),
  strangersUnit: idOf('unit skogsdungen'),
  pupilsGroup: idOf('group lindhaga 5A'),
  movedFromUnit: idOf('unit slandan'),
}

function adult(key: string, givenName: string, familyName: string) {
  return { key, givenName, familyName }
}

function person(key: string): string {
  return idOf(`person ${key}`)
}
