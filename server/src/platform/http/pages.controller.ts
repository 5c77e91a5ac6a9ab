import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { CONSOLE_DIRECTORY } from './page-directories.js'

/** The console's page, whose routes the browser resolves. Its files are static. */
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
    if (this.ctx.path.endsWith('/')) return pageIn(this.ctx, CONSOLE_DIRECTORY)
    this.ctx.redirect('/console/')
    return undefined
  }

  @Get('/console/*')
  console(): Promise<string> {
    return pageIn(this.ctx, CONSOLE_DIRECTORY)
  }
}

/** The page of an app, always asked for again: it names the files of its build. */
export function pageIn(context: Context, directory: string): Promise<string> {
  context.type = 'html'
  context.set('Cache-Control', 'no-cache')
  return readFile(join(directory, 'index.html'), 'utf8')
}
