/**
 * Sending, and becoming somebody else, wait for one another: a message that was sent in one name and again in the other
 * would stand there twice.
 */
export class Turns {
  private sending: Promise<unknown> = Promise.resolve()
  private changing: Promise<unknown> = Promise.resolve()

  async toSend(send: () => Promise<void>): Promise<void> {
    await this.changing
    const stored = send()
    this.sending = stored.catch(() => undefined)
    return stored
  }

  toChange(change: () => Promise<void>): Promise<void> {
    const done = Promise.all([this.changing, this.sending]).then(change)
    this.changing = done.catch(() => undefined)
    return done
  }
}
