import { Gathering } from './gathering.js'
import { inTime } from './in-time.js'

interface Waiting<Asked, Answer> {
  asked: Asked
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

/**
 * What many callers ask for at about one time, done as one piece: each waits for its own answer. Whatever becomes of a piece, those
 * who come after do not wait for it for ever.
 */
export class GatheredCalls<Asked, Answer> {
  private readonly gathering: Gathering<Waiting<Asked, Answer>>

  /** `run` gives the answers in the order in which it was asked; a failure of it is everybody's. `most` is what one piece carries. */
  constructor(
    private readonly run: (asked: Asked[]) => Promise<Answer[]>,
    most = Infinity,
  ) {
    this.gathering = new Gathering((waiting) => this.runAll(waiting), most)
  }

  call(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => this.gathering.add({ asked, resolve, reject }))
  }

  private async runAll(waiting: Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const answers = await inTime(this.run(waiting.map(({ asked }) => asked)))
      waiting.forEach(({ resolve }, index) => resolve(answers[index] as Answer))
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }
}
