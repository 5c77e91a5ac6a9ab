import { Inject, Singleton } from '@midwayjs/core'
import { ForeignImages } from '../../platform/http/foreign-images.js'
import type { Contact } from './contact.js'

/** What is drawn for a contact. */
@Singleton()
export class ContactPictures {
  @Inject()
  private readonly images!: ForeignImages

  /** The picture that staff gave them, else the host's where pages may draw it; null: their initials. */
  of({ avatar, avatarUrl }: Pick<Contact, 'avatar' | 'avatarUrl'>): string | null {
    if (avatar !== null) return avatar
    return avatarUrl !== null && this.images.areDrawnFrom(avatarUrl) ? avatarUrl : null
  }
}
