/** A reason not to start that a person can mend; its message is the whole of what they are shown. */
export class StartError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'StartError'
  }
}
