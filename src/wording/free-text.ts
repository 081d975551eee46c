import { z } from 'zod'
import { required, text } from '../web/forms.ts'

/** Every field of a form in which somebody writes freely; test/wording/fields.test.ts finds one that is not here. */
export const freeTexts = z.registry<Record<string, never>>()

/**
 * A text that the check reads (R28, R29): the command that publishes it must call requireWording (guard.ts). Not for what
 * somebody writes to exercise their rights.
 */
export const freeText = (max: number) => text(max).register(freeTexts, {})

/** The same, where it must not be empty. */
export const requiredFreeText = (max: number, message: string) => required(max, message).register(freeTexts, {})
