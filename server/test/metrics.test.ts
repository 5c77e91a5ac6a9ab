import { randomUUID } from 'node:crypto'
import { beginVisit } from '../src/testing/client-connection.js'
import { eventually } from '../src/testing/eventually.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { World } from '../src/testing/world.js'

const TOKEN = 'a token that only Prometheus knows'

const read = (url: string, token?: string): Promise<Response> =>
  fetch(`${url}/metrics`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })

/** The value of one line: a name with its labels as Prometheus writes them. */
async function valueOf(url: string, line: string): Promise<number> {
  const text = await (await read(url, TOKEN)).text()
  const found = text.split('\n').find((each) => each.startsWith(`${line} `))
  return found === undefined ? 0 : Number(found.slice(line.length + 1))
}

describe('/metrics', () => {
  let world: World

  beforeAll(async () => {
    world = await World.start({ environment: { METRICS_TOKEN: TOKEN } })
    await seedStaff(world.uri, [{ login: 'agent', roles: ['agent'], capacity: 5 }])
  })

  afterAll(async () => {
    expect(await world.end()).toEqual([])
  })

  it('is not there without the token, or with another', async () => {
    for (const response of [await read(world.url), await read(world.url, 'a token that somebody guessed')]) {
      expect([response.status, await response.json()]).toEqual([404, { error: { code: 'not_found' } }])
    }
  })

  it('tells of what it stands on and of the process itself', async () => {
    const response = await read(world.url, TOKEN)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect(await valueOf(world.url, 'parley_dependency_up{dependency="store"}')).toBe(1)
    expect(await valueOf(world.url, 'parley_dependency_up{dependency="object_storage"}')).toBe(1)
    expect(await (await read(world.url, TOKEN)).text()).toContain('nodejs_eventloop_lag_p99_seconds')
  })

  it('counts what people do: messages, doubles, acks and their times, sockets, resumes, gaps, assignments', async () => {
    const { url } = world
    const contact = await world.contact('visitor')
    const waiting = () => valueOf(url, 'parley_conversations_waiting')
    const clientMessageId = randomUUID()
    const content = { type: 'text' as const, text: 'hello' }
    for (let time = 0; time < 3; time += 1) {
      await contact.call('conversations:sendMessage', { threadId: null, clientMessageId, content })
    }
    expect(await valueOf(url, 'parley_entries_stored_total{author="contact",kind="text"}')).toBe(1)
    expect(await valueOf(url, 'parley_doubles_caught_total')).toBe(2)
    const sent = 'command="conversations:sendMessage"'
    expect(await valueOf(url, `parley_command_answers_total{${sent},outcome="ok"}`)).toBe(3)
    expect(await valueOf(url, `parley_command_duration_seconds_count{${sent}}`)).toBe(3)
    expect(await valueOf(url, 'parley_sockets{namespace="/contact"}')).toBe(1)
    expect(await waiting()).toBe(1)

    const { thread } = await contact.call('conversations:openThread', {})
    const cursors = { [thread?.id ?? '']: 0 }
    await contact.call('conversations:syncThreads', { cursors })
    await contact.call('conversations:syncThreads', { cursors })
    expect(await valueOf(url, 'parley_resumes_total{audience="contact",outcome="entries"}')).toBe(1)
    expect(await valueOf(url, 'parley_gaps_asked_total{audience="contact"}')).toBe(1)

    await world.agent('agent')
    await eventually('the agent has it', async () => (await waiting()) === 0)
    expect(await valueOf(url, 'parley_assignments_total{by="routing",outcome="assigned"}')).toBe(1)
    expect(await valueOf(url, 'parley_handshakes_total{namespace="/staff",outcome="ok"}')).toBe(1)
  })

  it('names a command that nobody knows by one word, and nobody by their id', async () => {
    const contact = await world.contact('stranger')
    await contact.socket.timeout(5_000).emitWithAck(`invented:${randomUUID()}`, {})
    const text = await (await read(world.url, TOKEN)).text()
    expect(text).toContain('parley_command_answers_total{command="unknown",outcome="unknown_command"} 1')
    expect(text).not.toMatch(/"[^"]*([0-9a-f]{24}|[0-9a-f]{8}-[0-9a-f]{4})[^"]*"/)
  })

  it('is not there at all where no token is set', async () => {
    const other = await World.start()
    await beginVisit(other.url)
    expect((await read(other.url, 'undefined')).status).toBe(404)
    expect(await other.end()).toEqual([])
  })
})
