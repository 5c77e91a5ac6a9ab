import { Inject, Singleton } from '@midwayjs/core'
import type { Card } from '@parley/shared/conversations/entry'
import { CurrentSettings } from '../../config/current-settings.js'

/** Pictures of cards that lie elsewhere: kept where the installation lets its pages draw them, or nobody asks for them at all. */
@Singleton()
export class ForeignImages {
  @Inject()
  private readonly settings!: CurrentSettings

  /** The card as everybody is shown it. */
  shown({ image, ...card }: Card): Card {
    const isAllowed = image !== undefined && this.settings.values.imageOrigins.includes(new URL(image).origin)
    return isAllowed ? { ...card, image } : card
  }
}
