/** Lets callers that ask for the same thing at the same time share one answer. */
export class SingleFlight<Result> {
  private readonly underWay = new Map<string, Promise<Result>>()

  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.underWay.get(key)
    if (known !== undefined) return known
    const started = work().finally(() => this.underWay.delete(key))
    this.underWay.set(key, started)
    return started
  }
}
