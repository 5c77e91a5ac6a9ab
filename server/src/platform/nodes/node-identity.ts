import { randomBytes } from 'node:crypto'
import { Singleton } from '@midwayjs/core'

/** This process among those that share a store. New at each start: a node that returns is another node. */
@Singleton()
export class NodeIdentity {
  readonly id = randomBytes(8).toString('hex')
}
