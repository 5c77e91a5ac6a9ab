import { Inject, Logger, Middleware } from '@midwayjs/core'
import type { ILogger, IMiddleware } from '@midwayjs/core'
import type { Context, NextFunction } from '@midwayjs/koa'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { isStoreAway } from '../realtime/dispatch.js'
import { answerError } from './answer.js'
import { isOwnOrigin } from './origin.js'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** The pages run their own files and talk to their own host and, where files lie elsewhere, to that place; to nothing else. */
const contentSecurityPolicy = (fileOrigin: string, imageOrigins: readonly string[]): string =>
  [
    "default-src 'self'",
    `connect-src 'self' ${fileOrigin}`,
    `img-src ${["'self' data: blob:", fileOrigin, ...imageOrigins].join(' ')}`,
    `media-src 'self' blob: ${fileOrigin}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
    .map((directive) => directive.trim())
    .join('; ')

/** The outermost layer of HTTP: headers on every answer, no write from a foreign page, every failure a typed answer. */
@Middleware()
export class BoundaryMiddleware implements IMiddleware<Context, NextFunction> {
  @Inject()
  private readonly settings!: CurrentSettings

  @Logger()
  private readonly logger!: ILogger

  resolve() {
    const { s3, imageOrigins } = this.settings.values
    const policy = contentSecurityPolicy(s3?.publicEndpoint.origin ?? '', imageOrigins)
    return async (context: Context, next: NextFunction): Promise<void> => {
      context.set({
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'same-origin',
        'Cross-Origin-Opener-Policy': 'same-origin',
      })
      if (this.settings.values.publicUrl?.protocol === 'https:') {
        context.set('Strict-Transport-Security', 'max-age=31536000')
      }
      try {
        const isForeignWrite =
          !READING.has(context.method) && !isOwnOrigin(context.headers, this.settings.values.publicUrl)
        if (isForeignWrite) throw new ParleyError('forbidden')
        await next()
      } catch (error) {
        this.answer(context, error)
      }
    }
  }

  private answer(context: Context, error: unknown): void {
    if (error instanceof ParleyError) return answerError(context, error.toWire())
    if (isStoreAway(error)) return answerError(context, { code: 'unavailable' })
    const { status } = error as { status?: number }
    if (status === 404) return answerError(context, { code: 'not_found' })
    if (status === 413) return answerError(context, { code: 'too_large' })
    if (status !== undefined && status >= 400 && status < 500) return answerError(context, { code: 'bad_request' })
    this.logger.error('%s failed: %s', context.method, (error as Error).stack)
    return answerError(context, { code: 'internal' })
  }
}
