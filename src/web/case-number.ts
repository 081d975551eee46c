import { required } from './forms.ts'

/** A case's or a receipt's number and nothing else: letters, digits and a few signs, at least one of them a digit. */
export const caseNumber = (missing: string, wrong: string) =>
  required(60, missing)
    .refine((value) => /^[\p{L}\d .:/§-]{2,60}$/u.test(value) && /\d/.test(value), wrong)
    // A case is numbered; whoever it is about is not.
    .refine((value) => !/\d{6}[-+ ]?\d{4}/.test(value), wrong)
