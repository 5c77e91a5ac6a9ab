import { Inject, Logger, Singleton } from '@midwayjs/core'
import type { ILogger } from '@midwayjs/core'
import { MongoConnection } from '../mongo/connection.js'
import { NodeIdentity } from '../nodes/node-identity.js'
import { StartError } from '../start-error.js'
import type { Migration } from './migration.js'
import { stepsOn } from './migration-steps.js'
import { StoreFormatRepository } from './store-format.repository.js'
import type { StoreFormat } from './store-format.repository.js'

const LASTS_MS = 8_000
const RENEW_EVERY_MS = 2_000
const LOOK_EVERY_MS = 300

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Another node has taken over: this one took too long between two signs of life. */
class LeaseLost extends Error {}

/**
 * Brings the store to the format that this code was made for, before anybody is served. One node does it under a lease and
 * the others wait; whoever dies is followed by another, which goes on where that one stopped.
 */
@Singleton()
export class MigrationRunner {
  @Inject()
  private readonly mongo!: MongoConnection

  @Inject()
  private readonly formats!: StoreFormatRepository

  @Inject()
  private readonly node!: NodeIdentity

  @Logger()
  private readonly logger!: ILogger

  /** @throws StartError when the store was written by code that is too new for this one */
  async run(migrations: readonly Migration[]): Promise<void> {
    const newest = migrations.length
    let isWaiting = false
    for (;;) {
      const format = await this.current(migrations)
      requireReadable(format, newest)
      if (format.version >= newest) return
      const held = await this.formats.take({ node: this.node.id, until: this.end(), now: this.mongo.now() })
      if (held !== null) {
        await this.runFrom(held, migrations)
        continue
      }
      if (!isWaiting) this.logger.info('another node brings the store to format %s: waiting for it', newest)
      isWaiting = true
      await pause(LOOK_EVERY_MS)
    }
  }

  /** A store without anything in it has the newest format; one with data and no format on record is from before there were any. */
  private async current(migrations: readonly Migration[]): Promise<StoreFormat> {
    const known = await this.formats.find()
    if (known !== null) return known
    const { length: newest } = migrations
    const worksFrom = Math.max(0, ...migrations.map((migration) => migration.worksFrom))
    const isNew = await this.mongo.isEmpty()
    await this.formats.begin(isNew ? { version: newest, worksFrom } : { version: 0, worksFrom: 0 })
    return this.current(migrations)
  }

  private async runFrom(held: StoreFormat, migrations: readonly Migration[]): Promise<void> {
    const { epoch } = held
    const timer = setInterval(() => void this.formats.renew(epoch, this.end()).catch(() => false), RENEW_EVERY_MS)
    try {
      let { positions } = held
      for (const migration of migrations.slice(held.version)) {
        await this.runOne(migration, epoch, positions)
        positions = {}
      }
      await this.formats.giveBack(epoch)
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error
    } finally {
      clearInterval(timer)
    }
  }

  private async runOne(migration: Migration, epoch: number, positions: Record<string, string>): Promise<void> {
    const { version, name, worksFrom } = migration
    this.logger.info('brings the store to format %s: %s', version, name)
    const steps = stepsOn(this.mongo, {
      of: (step) => positions[step],
      reach: (step, position) => requireHeld(this.formats.reach(epoch, step, position)),
    })
    await migration.run(steps)
    await requireHeld(this.formats.finish(epoch, { version, worksFrom, name, at: this.mongo.now() }))
  }

  private end(): Date {
    return new Date(this.mongo.now().getTime() + LASTS_MS)
  }
}

async function requireHeld(isHeld: Promise<boolean>): Promise<void> {
  if (!(await isHeld)) throw new LeaseLost()
}

function requireReadable({ version, worksFrom }: StoreFormat, newest: number): void {
  if (worksFrom <= newest) return
  throw new StartError(
    `The store was written by a newer Parley: it has format ${version}, and this version knows formats up to ${newest}. ` +
      'Start the newer version again, or restore a backup from before the update.',
  )
}
