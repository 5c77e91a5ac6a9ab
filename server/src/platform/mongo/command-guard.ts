import { appendFileSync } from 'node:fs'
import { Inject, Singleton } from '@midwayjs/core'
import type { mongo } from 'mongoose'
import { CurrentSettings } from '../../config/current-settings.js'

type Body = Record<string, unknown>

/** Commands that concern the store as a whole. */
const ABOUT_THE_STORE = new Set([
  'hello',
  'ping',
  'isMaster',
  'ismaster',
  'endSessions',
  'createIndexes',
  'create',
  'explain',
  'getMore',
  'killCursors',
  'listCollections',
  'listIndexes',
  'dropIndexes',
  'buildInfo',
  'saslStart',
  'saslContinue',
])
const READS = new Set(['find', 'aggregate', 'count', 'distinct'])
const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify'])

/** A query that names no tenant says so and why: `comment: 'every tenant: …'`. */
const EVERY_TENANT = 'every tenant: '

/**
 * In tests only: watches every command that the driver sends and records each that names no tenant, waits for too little
 * durability, or uses no index. The harness fails a run whose record is not empty.
 */
@Singleton()
export class CommandGuard {
  @Inject()
  private readonly settings!: CurrentSettings

  private readonly explained = new Set<string>()
  private readonly pending = new Set<Promise<void>>()

  watch(client: mongo.MongoClient): void {
    const file = process.env['PARLEY_GUARD_FILE']
    if (!this.settings.values.isTest || file === undefined) return
    const report = (text: string) => appendFileSync(file, `${text}\n`)
    client.on('commandStarted', ({ commandName: name, command: body, databaseName }) => {
      if (ABOUT_THE_STORE.has(name)) return
      for (const breach of breachesOf(name, body)) report(`${breach}: ${name} ${shapeOf(body)}`)
      const isIndexed = READS.has(name) || name === 'findAndModify' || name === 'update'
      if (isIndexed) this.explainOnce({ database: client.db(databaseName), name, body }, report)
    })
  }

  /** Waits until the commands seen so far have been judged. */
  async settle(): Promise<void> {
    await Promise.all(this.pending)
  }

  private explainOnce(seen: Seen, report: (text: string) => void): void {
    // Compatible servers explain in their own way; the embedded store and MongoDB name the plan's stages.
    if (process.env['PARLEY_GUARD_EXPLAIN'] !== 'on') return
    const shape = `${seen.name} ${shapeOf(seen.body)}`
    if (this.explained.has(shape)) return
    this.explained.add(shape)
    const explained = explain(seen)
      .then((plan) => {
        if (plan.includes('COLLSCAN')) report(`no index: ${shape}`)
      })
      .catch((error: Error) => {
        if (!/closed|topology/i.test(error.message)) report(`not explained: ${shape}: ${error.message}`)
      })
      .finally(() => this.pending.delete(explained))
    this.pending.add(explained)
  }
}

interface Seen {
  database: mongo.Db
  name: string
  body: Body
}

/** Parts of a command that the driver adds and that an explained one must not carry. */
const ADDED = ['lsid', '$db', '$clusterTime', 'txnNumber', 'writeConcern', '$readPreference', 'comment']

async function explain({ database, name, body }: Seen): Promise<string> {
  const filter = name === 'update' ? (body['updates'] as Body[])[0]?.['q'] : (body['filter'] ?? body['query'])
  const isWrite = name === 'update' || name === 'findAndModify'
  const own = Object.fromEntries(Object.entries(body).filter(([key]) => !ADDED.includes(key)))
  const command = isWrite ? { find: body[name], filter } : own
  return JSON.stringify(await database.command({ explain: command, verbosity: 'queryPlanner' }))
}

function breachesOf(name: string, body: Body): string[] {
  const breaches: string[] = []
  const isForEveryTenant = typeof body['comment'] === 'string' && body['comment'].startsWith(EVERY_TENANT)
  if (!isForEveryTenant && !scopesOf(name, body).every(namesTenant)) breaches.push('no tenant')
  if (WRITES.has(name) && !isDurable(body['writeConcern'])) breaches.push('not durable')
  return breaches
}

/** The documents or filters of a command, each of which has to name its tenant. */
function scopesOf(name: string, body: Body): unknown[] {
  if (name === 'insert') return body['documents'] as unknown[]
  if (name === 'update') return (body['updates'] as Body[]).map((update) => update['q'])
  if (name === 'delete') return (body['deletes'] as Body[]).map((removal) => removal['q'])
  if (name === 'aggregate') return [((body['pipeline'] as Body[])[0] ?? {})['$match']]
  return [body['filter'] ?? body['query']]
}

/** A filter names its tenant itself, or in each of its branches. */
function namesTenant(scope: unknown): boolean {
  const { tenantId, $or } = (scope ?? {}) as { tenantId?: unknown; $or?: unknown[] }
  return typeof tenantId === 'string' || ($or !== undefined && $or.every(namesTenant))
}

function isDurable(concern: unknown): boolean {
  const { w, j, journal } = (concern ?? {}) as Body
  return w === 'majority' && (j === true || journal === true)
}

/** The command with its values left out, so that one of each shape is judged and no text reaches the record. */
function shapeOf(body: Body): string {
  const { lsid, $db, $clusterTime, txnNumber, documents, ...shape } = body
  void [lsid, $db, $clusterTime, txnNumber, documents]
  return JSON.stringify(shape, (key, value: unknown) => {
    if (typeof value === 'number' || typeof value === 'boolean') return 1
    if (typeof value !== 'string') return Array.isArray(value) && key.startsWith('$') ? value.slice(0, 1) : value
    return ['find', 'insert', 'update', 'delete', 'findAndModify', 'aggregate', 'count', 'distinct'].includes(key)
      ? value
      : '?'
  })
}
