import type { Context } from '@midwayjs/koa'
import { answerError } from './answer.js'

/**
 * What fails outside every middleware of ours, such as a middleware that cannot be made, is answered as any other failure: by a
 * code, with nothing of the server's inside. The framework has logged it.
 */
export const lastResort = {
  // Whatever is asked for; a page with a stack is nobody's answer.
  accepts: () => 'text',
  all: (_error: unknown, context: Context): void => {
    context.set('X-Content-Type-Options', 'nosniff')
    answerError(context, { code: 'internal' })
    const body = JSON.stringify(context.body)
    context.type = 'json'
    context.body = body
  },
}
