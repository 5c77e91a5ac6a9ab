import { Singleton } from '@midwayjs/core'

/** The one place that reads the time, so that rules get it as an argument. */
@Singleton()
export class Clock {
  now(): Date {
    return new Date()
  }
}
