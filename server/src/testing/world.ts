import { atRest } from './at-rest.js'
import { findBreaches } from './checker.js'
import type { Breach } from './checker.js'
import { beginVisit, signIn } from './client-connection.js'
import type { SimulatedClient } from './simulated-client.js'
import { SimulatedAgent, SimulatedContact } from './simulated-people.js'
import { readSnapshot } from './store-snapshot.js'
import type { StoreSnapshot } from './store-snapshot.js'
import { newDatabase } from './test-database.js'
import { startServer } from './test-server.js'
import type { TestServer } from './test-server.js'

/**
 * A server on a database of its own, with the people who use it. At its end it says which promises were broken and which
 * queries were against the rules.
 */
export class World {
  private readonly database = newDatabase()
  private readonly people: SimulatedClient[] = []
  private current: TestServer | undefined
  private port = 0

  private constructor(private readonly options: { environment: Record<string, string>; preload?: string }) {}

  static async start(options: { environment?: Record<string, string>; preload?: string } = {}): Promise<World> {
    const world = new World({ environment: {}, ...options })
    await world.startServer()
    return world
  }

  get server(): TestServer {
    if (this.current === undefined) throw new Error('The server is not running')
    return this.current
  }

  get url(): string {
    return this.server.url
  }

  get uri(): string {
    return this.database.uri
  }

  /** Starts the server again, on the port that it had, so that clients find it; with a fault if one is given. */
  async startServer(fault: { environment?: Record<string, string>; preload?: string } = {}): Promise<void> {
    const { preload = this.options.preload, environment = {} } = fault
    const own = { ...this.options.environment, ...environment, MONGODB_URI: this.database.uri, PORT: String(this.port) }
    this.current = await startServer({ environment: own, ...(preload === undefined ? {} : { preload }) })
    this.port = this.current.port
  }

  async contact(name: string): Promise<SimulatedContact> {
    const contact = await SimulatedContact.connect(this.url, await beginVisit(this.url), name)
    this.people.push(contact)
    return contact
  }

  async agent(login: string): Promise<SimulatedAgent> {
    const agent = await SimulatedAgent.connect(this.url, await signIn(this.url, login, login), login)
    this.people.push(agent)
    return agent
  }

  /** Takes in a client that a test made itself. */
  add<Client extends SimulatedClient>(client: Client): Client {
    this.people.push(client)
    return client
  }

  snapshot(): Promise<StoreSnapshot> {
    return readSnapshot(this.database.uri)
  }

  /** Compares what every client did and shows with the store, once nothing is written any more. */
  async breaches(): Promise<Breach[]> {
    const { histories, store } = await atRest(this.database.uri, this.people)
    return findBreaches(histories, store)
  }

  /** Ends everything; returns what the command guard recorded. */
  async end(): Promise<string[]> {
    for (const person of this.people) person.close()
    const server = this.current
    if (server !== undefined && server.process.exitCode === null && server.process.signalCode === null)
      await server.stop()
    await this.database.drop()
    return server?.guardRecord() ?? []
  }
}
