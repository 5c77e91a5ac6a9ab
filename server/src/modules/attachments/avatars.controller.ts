import { Controller, Get, Inject } from '@midwayjs/core'
import type { Context } from '@midwayjs/koa'
import { AVATAR_SIDES } from '@parley/shared/attachments/limits'
import { ParleyError } from '@parley/shared/kernel/errors'
import { NoSuchObject } from '../../platform/storage/storage.js'
import { Avatars } from './avatars.js'

const PATH = new RegExp(`^/avatars/([a-z0-9-]{1,80})/([0-9a-f]{32})/\\d{1,16}/(${AVATAR_SIDES.join('|')})$`)

/** Pictures of people, for everybody who was told the address: contacts see who answers them. */
@Controller('/avatars')
export class AvatarsController {
  @Inject()
  private readonly ctx!: Context

  @Inject()
  private readonly avatars!: Avatars

  @Get('/*')
  async read(): Promise<void> {
    const [, folder, id, side] = PATH.exec(this.ctx.path) ?? []
    if (folder === undefined || id === undefined) throw new ParleyError('not_found')
    this.ctx.body = await this.avatars.read(folder, id, Number(side)).catch((error: unknown) => {
      throw error instanceof NoSuchObject ? new ParleyError('not_found') : error
    })
    this.ctx.type = 'image/webp'
    // A new picture comes with a new address. A day bounds how long one that was taken away is seen.
    this.ctx.set({
      'Cache-Control': 'public, max-age=86400, immutable',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cross-Origin-Resource-Policy': 'same-origin',
    })
  }
}
