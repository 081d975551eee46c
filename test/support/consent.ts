import type { TestApp } from './app.ts'

/** Every guardian of the children (all of them, where none is named) has said yes to photo, film and sound at every level. */
export async function everybodySaysYes(house: Pick<TestApp, 'database'>, ...children: string[]): Promise<void> {
  await house.database.owner.query(
    `insert into consent_answer (child_id, guardian_id, medium, level, answer, answered_at, text_id)
     select g.child_id, g.guardian_id, m, l, 'yes', '2026-09-01', (select id from consent_text where audience = 'guardian' limit 1)
     from (select distinct child_id, guardian_id from guardianship where cardinality($1::uuid[]) = 0 or child_id = any ($1)) g,
          unnest(array['photo', 'film', 'sound']) as m, unnest(array['pupil', 'group', 'school']) as l`,
    [children],
  )
}
