import { join } from 'node:path'
import express from 'express'
import pg from 'pg'

/** What the portal is measured against: Express and EJS with nothing added, a list of twenty rows from one query. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL!, max: 10 })
const app = express()
app.set('views', [join(import.meta.dirname, 'views')])
app.set('view engine', 'ejs')
app.set('view cache', true)
app.get('/', async (_request, response) => {
  const { rows } = await pool.query(
    'select id, given_name, family_name, birth_date from person order by family_name, given_name, id limit 20',
  )
  response.render('floor', { rows })
})
app.listen(Number(process.env.PORT), '127.0.0.1')
