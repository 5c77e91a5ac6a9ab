import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { Controller, Get, Inject, Param } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { ParleyError } from '@parley/shared/kernel/errors'
import { WIDGET_DIRECTORY } from './page-directories.js'

const FILES = new Set(['v1.js', 'v1-engine.js'])
/** Sites embed the address for good, so what it answers may not be kept for long. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400'

interface Script {
  text: Buffer
  packed: Buffer
  tag: string
}

const scripts = new Map<string, Promise<Script>>()

/** What sites embed: public, the same for everybody, small. */
@Controller('/sdk')
export class SdkController {
  @Inject()
  private readonly ctx!: Context

  @Get('/:file')
  async script(@Param('file') file: string): Promise<Buffer | null> {
    if (!FILES.has(file)) throw new ParleyError('not_found')
    const { text, packed, tag } = await load(file)
    this.ctx.type = 'text/javascript; charset=utf-8'
    this.ctx.set({
      'Cache-Control': CACHE,
      ETag: tag,
      Vary: 'Accept-Encoding',
      // Pages of any site may run it, also those that ask for isolation or check its integrity.
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
    if (this.ctx.headers['if-none-match'] === tag) {
      this.ctx.status = 304
      return null
    }
    if (this.ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') return text
    this.ctx.set('Content-Encoding', 'gzip')
    return packed
  }
}

/** Read once: a new build comes with a new process. */
function load(file: string): Promise<Script> {
  const loading = scripts.get(file) ?? read(file)
  scripts.set(file, loading)
  loading.catch(() => scripts.delete(file))
  return loading
}

async function read(file: string): Promise<Script> {
  const text = await readFile(join(WIDGET_DIRECTORY, 'sdk', file))
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 16)}"`
  return { text, packed: gzipSync(text, { level: 9 }), tag }
}
