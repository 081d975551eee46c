import type { Database } from '../database/database.ts'

export type Unit = {
  id: string
  name: string
  kind: 'preschool' | 'school'
  street: string
  postal_code: string
  city: string
  phone: string
  email: string
}

/** R30: every unit and how to reach it. Read as the web's own role: there need not be an actor. */
export function publicUnits(database: Database): Promise<Unit[]> {
  return database.rows<Unit>`select id, name, kind, street, postal_code, city, phone, email from unit`
}
