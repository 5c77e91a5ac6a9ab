import { Redis } from 'ioredis'
import { Cluster } from '../src/testing/cluster.js'
import { eventually } from '../src/testing/eventually.js'
import { hasRedis, RedisServer } from '../src/testing/redis-server.js'
import { seedStaff } from '../src/testing/seed-staff.js'
import { hasSeen } from '../src/testing/told.js'

const onRedis = hasRedis() ? describe : describe.skip

/** As a node of another version, or somebody else who uses this Redis, might write them. */
const STRANGE = [
  { nsp: '/', type: '100', data: '{"messages":"none"}' },
  { nsp: '/', type: '100', data: '{' },
  { nsp: '/', type: '100', data: '{"messages":[{"nsp":"/nowhere","type":3,"data":{}}]}' },
  { nsp: '/', type: '100', data: '{"messages":[{"nsp":"/staff","type":3,"data":{"opts":null}}]}' },
  { nsp: '/', type: '100', data: '{"messages":[{"nsp":"/staff","type":999,"data":{}}]}' },
  { nsp: '/', type: '100', data: '{"messages":[{"nsp":"/","type":101,"data":{"name":"conversations:headMoved"}}]}' },
  { nsp: '/', type: '100', data: '{"messages":[{"nsp":"/","type":101,"data":{"name":"nobody:hears","payload":1}}]}' },
  { nsp: '/staff', type: '999', data: '{}' },
]

onRedis('a record that a node does not understand (redis-server)', () => {
  it('is passed over: what is told after it arrives', async () => {
    const redis = await RedisServer.start()
    const cluster = await Cluster.start({ nodes: 2, environment: { REDIS_URL: redis.url } })
    await seedStaff(cluster.uri, [{ login: 'agent', roles: ['agent'], capacity: 5 }])
    const agent = await cluster.agent(1, 'agent')
    const contact = await cluster.contact(0, 'visitor')
    contact.say('before')
    await eventually('the agent has it', () => agent.followed.length === 1 && hasSeen(agent, 'before'))
    let isTyping = false
    agent.socket.on('conversations:typingChanged', () => (isTyping = true))

    const other = new Redis(redis.url)
    for (const record of STRANGE) await other.xadd('parley', '*', 'uid', 'somebody', ...Object.entries(record).flat())
    await other.quit()

    // Nothing but the stream tells of it: what is stored would come from the store as well.
    const [threadId = ''] = agent.followed
    await contact.call('conversations:setTyping', { threadId, isTyping: true })
    await eventually('the agent is told that they type', () => isTyping, 5_000)
    contact.say('after')
    await eventually('and of what they wrote', () => hasSeen(agent, 'after'))
    expect(await cluster.end()).toEqual([])
    await redis.kill()
  })
})
