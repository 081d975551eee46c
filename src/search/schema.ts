import { z } from 'zod'
import { required } from '../web/forms.ts'
import { needlesOf } from './find.ts'

export const searchForm = z.object({
  q: required(100, 'search.problem.empty').refine((value) => needlesOf(value).length > 0, 'search.problem.empty'),
})
