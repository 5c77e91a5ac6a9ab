import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { Controller, Get, Inject, Param } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { PLAYGROUND_DIRECTORY } from '../../platform/http/page-directories.js'
import { pageIn } from '../../platform/http/pages.controller.js'

/** What the playground's build consists of. */
const FILE = /^[\w-]+\.(js|css)$/

/** A shop that plays the host (C9). Without the demo these addresses are not there. */
@Controller('/playground')
export class PlaygroundController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly settings!: CurrentSettings

  /** Under `localhost`, so that the chat, under 127.0.0.1, belongs to another site as it does in real life. */
  @Get('/')
  async page(): Promise<string | undefined> {
    this.requireDemo()
    const [, port = ''] = /^127\.0\.0\.1(:\d+)?$/.exec(this.ctx.host) ?? [undefined]
    if (this.ctx.hostname === '127.0.0.1') {
      this.ctx.redirect(`http://localhost${port}/playground${this.ctx.search}`)
      return undefined
    }
    this.allowChat()
    return pageIn(this.ctx, PLAYGROUND_DIRECTORY)
  }

  @Get('/:file')
  async file(@Param('file') file: string): Promise<Buffer> {
    this.requireDemo()
    if (!FILE.test(file)) throw new ParleyError('not_found')
    this.ctx.type = extname(file)
    this.ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
    return readFile(join(PLAYGROUND_DIRECTORY, file)).catch(() => {
      throw new ParleyError('not_found')
    })
  }

  private requireDemo(): void {
    if (!this.settings.values.isDemo) throw new ParleyError('not_found')
  }

  /** The policy that a site needs which shows the chat of another: `docs/widget.md`. */
  private allowChat(): void {
    const [, port = ''] = /^localhost(:\d+)?$/.exec(this.ctx.host) ?? [undefined]
    const parley = `http://127.0.0.1${port}`
    const own = this.ctx.response
      .get('Content-Security-Policy')
      .replace("connect-src 'self'", `connect-src 'self' ${parley}`)
    this.ctx.set('Content-Security-Policy', `${own}; script-src 'self' ${parley}; frame-src ${parley} 'self'`)
  }
}
