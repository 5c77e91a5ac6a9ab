import { Singleton } from '@midwayjs/core'

/** Whether this process wants visitors: true once it listens, false as soon as it is told to stop. */
@Singleton()
export class Readiness {
  isReady = false
}
