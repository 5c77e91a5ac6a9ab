import { Inject, Singleton } from '@midwayjs/core'
import { MongoConnection } from './mongo/connection.js'

/** The one place that reads the time, so that rules get it as an argument. By the store's clock, on which all nodes agree. */
@Singleton()
export class Clock {
  @Inject()
  private readonly mongo!: MongoConnection

  now(): Date {
    return this.mongo.now()
  }
}
