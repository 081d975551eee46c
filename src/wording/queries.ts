import type { Read } from '../database/as-actor.ts'
import type { Category } from './categories.ts'

export type Overrides = {
  name: string
  categories: { category: Category; number: number }[]
  days: { day: string; category: Category; number: number }[]
}

/** R29: how often the check's advice was not taken in a unit: by category since `from`, and its latest days. NotFound out of reach. */
export function overridesIn(tx: Read, unitId: string, from: Date): Promise<Overrides> {
  return tx.one<Overrides>`
    with counted as (
      select day, category, number from wording_override where unit_id = ${unitId} and day >= access.day(${from})
    )
    select u.name,
           coalesce((select jsonb_agg(jsonb_build_object('category', category, 'number', total) order by total desc, category)
                     from (select category, sum(number)::integer as total from counted group by category) c), '[]') as categories,
           coalesce((select jsonb_agg(jsonb_build_object('day', day::text, 'category', category, 'number', number) order by day desc, category)
                     from (select * from counted order by day desc, category limit 60) d), '[]') as days
    from unit u
    where u.id = ${unitId} and u.id = any ((select access.units())::uuid[])`
}
