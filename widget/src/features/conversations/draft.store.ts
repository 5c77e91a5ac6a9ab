import { shallowReactive } from 'vue'

/** What is being written: it survives a reload, tab by tab, so that two tabs do not write into one another. */
export class DraftStore {
  readonly state = shallowReactive({ text: '' })
  private readonly key: string

  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
    channelKey: string,
  ) {
    this.key = `parley:${channelKey}:draft`
    this.state.text = storage.getItem(this.key) ?? ''
  }

  write(text: string): void {
    this.state.text = text
    if (text === '') this.storage.removeItem(this.key)
    else this.storage.setItem(this.key, text)
  }
}
