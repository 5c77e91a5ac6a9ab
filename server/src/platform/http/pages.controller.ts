import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { CONSOLE_DIRECTORY, WIDGET_DIRECTORY } from './page-directories.js'

/** The two pages: the console, whose routes the browser resolves, and the visitor's page of a channel. Their files are static. */
@Controller('/')
export class PagesController {
  @Inject()
  private readonly ctx!: Context

  @Get('/')
  home(): void {
    this.ctx.redirect('/console/')
  }

  /** The router takes both spellings; relative addresses in the page want the slash. */
  @Get('/console')
  consoleRoot(): Promise<string> | undefined {
    if (this.ctx.path.endsWith('/')) return this.page(CONSOLE_DIRECTORY)
    this.ctx.redirect('/console/')
    return undefined
  }

  @Get('/console/*')
  console(): Promise<string> {
    return this.page(CONSOLE_DIRECTORY)
  }

  @Get('/c/:channelKey')
  visitor(): Promise<string> {
    return this.page(WIDGET_DIRECTORY)
  }

  private page(directory: string): Promise<string> {
    this.ctx.type = 'html'
    this.ctx.set('Cache-Control', 'no-cache')
    return readFile(join(directory, 'index.html'), 'utf8')
  }
}
