import { idOf } from './random.ts'
import type { Account } from './types.ts'

/** The demo's sign-ins, as the sign-in page lists them. */
export const accounts: Account[] = [
  account(
    'guardian',
    ['guardian'],
    'Vårdnadshavare till Alma i förskolan och Elis i skolan',
    'Guardian of Alma in preschool and Elis in school',
  ),
  account(
    'guardian2',
    ['guardian'],
    'Den andra vårdnadshavaren till Alma och Elis',
    'The other guardian of Alma and Elis',
  ),
  account(
    'neighbour',
    ['guardian'],
    'Vårdnadshavare till ett annat barn i Almas grupp',
    "Guardian of another child in Alma's group",
  ),
  account(
    'stranger',
    ['guardian'],
    'Vårdnadshavare till ett barn på en annan förskola',
    'Guardian of a child at another preschool',
  ),
  account('pupil', ['pupil'], 'Elis, elev i 5A', 'Elis, pupil in class 5A', 'elis'),
  account('educator', ['educator'], 'Förskollärare i Almas grupp', "Preschool teacher in Alma's group"),
  account('educator2', ['educator'], 'Förskollärare på en annan förskola', 'Preschool teacher at another preschool'),
  account(
    'principal',
    ['principal'],
    'Rektor för Almas förskola och en till',
    "Principal of Alma's preschool and one more",
  ),
  account(
    'both',
    ['educator', 'guardian'],
    'Fritidspedagog som också är vårdnadshavare',
    'Leisure-time educator who is also a guardian',
  ),
  account('admin', ['admin'], 'Förvaltningsadministratör', 'Municipal administrator'),
  account('records', ['records'], 'Registrator', 'Records officer'),
  account('dpo', ['dpo'], 'Dataskyddsombud', 'Data protection officer'),
  account('protection', ['protection'], 'Skyddshandläggare', 'Officer for protected identity'),
]

function account(username: string, roles: Account['roles'], sv: string, en: string, person = username): Account {
  return { username, personId: idOf(`person ${person}`), roles, describe: { sv, en } }
}
