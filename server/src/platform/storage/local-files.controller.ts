import { Controller, Get, Head, Inject, Put } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { ParleyError } from '@parley/shared/kernel/errors'
import { CurrentSettings } from '../../config/current-settings.js'
import { Clock } from '../clock.js'
import { byteRange } from './byte-range.js'
import { contentDisposition } from './content-disposition.js'
import type { SignedLink } from './link-signer.js'
import { LOCAL_FILES, LocalFolder } from './local-folder.js'
import { NoSuchObject } from './storage.js'
import { ObjectStorage } from './object-storage.js'

/** Serves the local folder to whoever holds a link: nothing but the signature decides. */
@Controller('/files')
export class LocalFilesController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly settings!: CurrentSettings

  @Inject()
  private readonly storage!: ObjectStorage

  @Inject()
  private readonly clock!: Clock

  @Get('/*')
  async read(): Promise<void> {
    const { folder, link } = this.allowed()
    const size = await folder.size(link.key)
    if (size === null) throw new ParleyError('not_found')
    this.describe(link)
    const range = byteRange(this.ctx.get('Range') || undefined, size)
    if (range === null) {
      this.ctx.status = 416
      this.ctx.set('Content-Range', `bytes */${size}`)
      return
    }
    this.ctx.status = range === undefined ? 200 : 206
    if (range !== undefined) this.ctx.set('Content-Range', `bytes ${range.start}-${range.end}/${size}`)
    this.ctx.length = range === undefined ? size : range.end - range.start + 1
    this.ctx.body = await folder.read(link.key, range).catch(refuseMissing)
    this.ctx.type = link.parameters['type'] ?? 'application/octet-stream'
  }

  @Head('/*')
  head(): Promise<void> {
    return this.read()
  }

  @Put('/*')
  async write(): Promise<void> {
    const { folder, link } = this.allowed()
    const bytes = Number(link.parameters['bytes'])
    const { req } = this.ctx
    const announced = this.ctx.request.length
    // A body of another kind has been read by the parsers that stand before this.
    if (this.ctx.get('Content-Type') !== 'application/octet-stream') throw new ParleyError('bad_request')
    if (announced !== undefined && announced !== bytes) throw new ParleyError('upload_incomplete')
    req.setTimeout(this.settings.values.uploads.stallsAfterMs, () => req.destroy())
    // What may still come of a refused body is not worth reading.
    this.ctx.set('Connection', 'close')
    if (!(await folder.receivePart(link.key, req, bytes))) throw new ParleyError('upload_incomplete')
    this.ctx.remove('Connection')
    this.ctx.status = 204
  }

  private allowed(): { folder: LocalFolder; link: SignedLink } {
    const { folder } = this.storage
    if (folder === null) throw new ParleyError('not_found')
    const key = this.ctx.path.slice(LOCAL_FILES.length)
    const query = new URLSearchParams(this.ctx.querystring)
    const link = folder.links.verify({ method: this.ctx.method, key, query }, this.clock.now().getTime() / 1000)
    if (link === null) throw new ParleyError('forbidden')
    return { folder, link }
  }

  /** What others have sent is shown by our pages, and as a page of its own may do nothing at all. */
  private describe({ parameters }: SignedLink): void {
    const disposition = parameters['disposition'] === 'inline' ? 'inline' : 'attachment'
    this.ctx.set({
      'Content-Disposition': contentDisposition(disposition, parameters['name'] ?? 'file'),
      'Content-Security-Policy':
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; img-src 'self'",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Accept-Ranges': 'bytes',
      'Cache-Control': 'private, max-age=300',
    })
  }
}

function refuseMissing(error: unknown): never {
  throw error instanceof NoSuchObject ? new ParleyError('not_found') : error
}
