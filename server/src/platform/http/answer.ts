import type { Context } from '@midwayjs/koa'
import { ERRORS, ParleyError } from '@parley/shared/kernel/errors'
import type { WireError } from '@parley/shared/kernel/errors'
import type { z } from 'zod'
import { issuesOf } from '../input-issues.js'

/**
 * The body of a request as its schema says.
 * @throws ParleyError `bad_request` with what is wrong
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, context: Context): z.output<Schema> {
  const result = schema.safeParse(context.request.body)
  if (!result.success) throw new ParleyError('bad_request', { issues: issuesOf(result.error) })
  return result.data
}

/** Answers with an error of the catalogue: its status, its code, nothing of the request. */
export function answerError(context: Context, error: WireError): void {
  context.status = ERRORS[error.code].status
  if (error.retryAfterMs !== undefined) context.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)))
  context.body = { error }
}
