import { Inject, Singleton } from '@midwayjs/core'
import { CurrentSettings } from '../../config/current-settings.js'

/** Pictures that lie elsewhere: drawn where the installation lets its pages draw them, or nobody asks for them at all. */
@Singleton()
export class ForeignImages {
  @Inject()
  private readonly settings!: CurrentSettings

  areDrawnFrom(address: string): boolean {
    return this.settings.values.imageOrigins.includes(new URL(address).origin)
  }
}
