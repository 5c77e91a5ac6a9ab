import { atRest } from './at-rest.js'
import { findBreaches } from './checker.js'
import type { Breach } from './checker.js'
import { beginVisit, signIn } from './client-connection.js'
import type { Visitor } from './client-connection.js'
import type { ClientHistory } from './history.js'
import type { SimulatedClient } from './simulated-client.js'
import { SimulatedAgent, SimulatedContact } from './simulated-people.js'
import { readSnapshot } from './store-snapshot.js'
import type { StoreSnapshot } from './store-snapshot.js'
import { newDatabase } from './test-database.js'
import { startServer } from './test-server.js'
import type { TestServer } from './test-server.js'

/** One node: its server, which keeps its port over restarts so that its clients find it. */
interface Node {
  server: TestServer
  front?: string
  environment: Record<string, string>
}

/** Several servers on one store, with the people who use them; at its end the checker reads what they saw. */
export class Cluster {
  readonly people: SimulatedClient[] = []
  private readonly database: { uri: string; drop: () => Promise<void> }
  private readonly nodes: Node[] = []
  private readonly guardRecords: string[] = []

  private constructor(
    private readonly environment: Record<string, string>,
    storeUri: string | undefined,
  ) {
    this.database = storeUri === undefined ? newDatabase() : newDatabase(storeUri)
  }

  /** `environment` is what all nodes share, such as `REDIS_URL`. */
  static async start(options: {
    nodes: number
    environment: Record<string, string>
    storeUri?: string | undefined
  }): Promise<Cluster> {
    const cluster = new Cluster(options.environment, options.storeUri)
    // One after another: the first builds the indexes and the demo.
    for (let node = 0; node < options.nodes; node += 1) await cluster.addNode()
    return cluster
  }

  get uri(): string {
    return this.database.uri
  }

  get size(): number {
    return this.nodes.length
  }

  node(index: number): TestServer {
    return this.at(index).server
  }

  /** Where clients reach it: its own address, or that of what was put in front of it. */
  url(index: number): string {
    const { server, front } = this.at(index)
    return front ?? server.url
  }

  /** Clients that come from now on reach the node through this address. */
  putBefore(index: number, front: string): void {
    this.at(index).front = front
  }

  async addNode(environment: Record<string, string> = {}): Promise<void> {
    const server = await this.startOn(environment)
    this.nodes.push({ server, environment })
  }

  /** SIGKILL, then the same node anew, with a fault if one is given. */
  async restart(
    index: number,
    options: { by?: 'kill' | 'stop'; environment?: Record<string, string>; preload?: string } = {},
  ): Promise<void> {
    const node = this.at(index)
    if (options.by === 'stop') await this.stop(index)
    else if (node.server.process.exitCode === null && node.server.process.signalCode === null) await node.server.kill()
    const environment = { ...node.environment, ...options.environment, PORT: String(node.server.port) }
    node.server = await this.startOn(environment, options.preload)
  }

  /** SIGTERM; what the command guard recorded is kept for the end. */
  async stop(index: number): Promise<number | null> {
    const { server } = this.at(index)
    const code = await server.stop()
    this.guardRecords.push(...server.guardRecord())
    return code
  }

  /** A contact at one node; with a visit of theirs, another tab. */
  async contact(index: number, name: string, visit?: Visitor): Promise<SimulatedContact> {
    const url = this.url(index)
    return this.add(await SimulatedContact.connect(url, visit ?? (await beginVisit(url)), name))
  }

  async agent(index: number, login: string): Promise<SimulatedAgent> {
    const url = this.url(index)
    const agent = this.add(await SimulatedAgent.connect(url, await signIn(url, login, login), `${login} at ${index}`))
    agent.onAssigned = (conversation) => void agent.open(conversation).catch(() => undefined)
    for (const conversation of agent.conversations.values()) agent.onAssigned(conversation)
    return agent
  }

  snapshot(): Promise<StoreSnapshot> {
    return readSnapshot(this.database.uri)
  }

  /** What everyone did and saw, once nothing is written any more, and the store at that moment. */
  atRest(): Promise<{ histories: ClientHistory[]; store: StoreSnapshot }> {
    return atRest(this.database.uri, this.people)
  }

  async breaches(): Promise<Breach[]> {
    const { histories, store } = await this.atRest()
    return findBreaches(histories, store)
  }

  /** Ends everything; returns what the command guards recorded. */
  async end(): Promise<string[]> {
    for (const person of this.people) person.close()
    await Promise.all(
      this.nodes.map(async ({ server }, index) => {
        if (server.process.exitCode === null && server.process.signalCode === null) await this.stop(index)
      }),
    )
    await this.database.drop()
    return this.guardRecords
  }

  private add<Client extends SimulatedClient>(client: Client): Client {
    this.people.push(client)
    return client
  }

  private at(index: number): Node {
    const node = this.nodes[index]
    if (node === undefined) throw new Error(`There is no node ${index}`)
    return node
  }

  private startOn(environment: Record<string, string>, preload?: string): Promise<TestServer> {
    const all = { ...this.environment, MONGODB_URI: this.database.uri, ...environment }
    return startServer({ environment: all, ...(preload === undefined ? {} : { preload }) })
  }
}
