import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { issueContactToken } from '@parley/token'
import { beginSession, channelWithKey, staffOf } from '../src/testing/channels.js'
import { beginVisit, connected, contactSocket, signIn } from '../src/testing/client-connection.js'
import { runDrill } from '../src/testing/drill.js'
import { eventually } from '../src/testing/eventually.js'
import type { SimulatedClient } from '../src/testing/simulated-client.js'
import { SimulatedAgent, SimulatedContact } from '../src/testing/simulated-people.js'
import { newDatabase } from '../src/testing/test-database.js'
import { startServer } from '../src/testing/test-server.js'
import { storages } from './storages.js'

const COMMAND = join(__dirname, '..', 'dist', 'backup-command.js')
const bucket = storages.find(({ name }) => name === 'an S3 bucket')
const onS3 = bucket === undefined ? it.skip : it
/** Nobody writes faster than the machine answers. */
const isAnswered = ({ outbox }: SimulatedClient): boolean => outbox.all.length === 0
const SENT_WITHIN_MS = 120_000
const silent = () => undefined

async function tool(environment: Record<string, string>, ...words: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], ...environment }
  try {
    return (await promisify(execFile)(process.execPath, [COMMAND, ...words], { env })).stdout
  } catch (error) {
    throw new Error((error as { stderr: string }).stderr, { cause: error })
  }
}

describe('a backup of a running site', () => {
  const place = mkdtempSync(join(tmpdir(), 'parley-backup-test-'))
  const folder = (name: string) => join(place, name)
  const fileIn = (name: string) => readFileSync(join(folder(name), 'files', 'objects', 'some', 'original'))
  const archive = folder('site.tar.gz')
  let visit: { id: string; token: string }

  afterAll(() => rmSync(place, { recursive: true, force: true }))

  it('is made while people write, by the embedded store’s own copy, with every file', async () => {
    const server = await startServer({ environment: { DATA_DIR: folder('site') } })
    mkdirSync(join(folder('site'), 'files', 'objects', 'some'), { recursive: true })
    writeFileSync(join(folder('site'), 'files', 'objects', 'some', 'original'), randomBytes(300_000))
    visit = await beginVisit(server.url)
    const contacts = [await SimulatedContact.connect(server.url, visit, 'first')]
    for (let each = 1; each < 5; each += 1)
      contacts.push(await SimulatedContact.connect(server.url, await beginVisit(server.url), `contact ${each}`))
    const agent = await SimulatedAgent.connect(server.url, await signIn(server.url, 'demo', 'demo'), 'agent')
    agent.onAssigned = (conversation) => void agent.open(conversation).catch(() => undefined)
    contacts[0]!.say('before the backup')
    await eventually('it is stored', () => contacts[0]!.outbox.all.length === 0)
    let count = 0
    const writing = setInterval(() => {
      for (const contact of contacts) if (isAnswered(contact)) contact.say(`words ${(count += 1)}`)
      for (const threadId of agent.followed) if (isAnswered(agent)) agent.reply(threadId, `answer ${(count += 1)}`)
    }, 50)
    const said = await tool({ DATA_DIR: folder('site') }, 'backup', '--to', archive)
    clearInterval(writing)
    expect(said).toMatch(/^\d+ documents and 1 files are in /)
    await eventually('the rest is sent', () => [...contacts, agent].every(isAnswered), SENT_WITHIN_MS)
    for (const person of [...contacts, agent]) person.close()
    await server.kill()
  })

  it('comes back into an empty place: words, sessions and files, bit by bit', async () => {
    const empty = { DATA_DIR: folder('restored') }
    expect(await tool(empty, 'restore', '--from', archive)).toMatch(/documents and 1 files are back/)
    expect(fileIn('restored')).toEqual(fileIn('site'))
    const server = await startServer({ environment: empty })
    const again = contactSocket(server.url, visit.token)
    await connected(again.socket)
    const { thread } = await again.call('conversations:openThread', {})
    const texts = thread?.entries.flatMap((entry) => (entry.kind === 'text' ? [entry.text] : []))
    expect(texts?.[0]).toBe('before the backup')
    again.socket.disconnect()
    expect(await server.stop()).toBe(0)
  })

  it('holds no key to its secrets, and names the one that it needs', async () => {
    const site = { DATA_DIR: folder('with-secrets') }
    const server = await startServer({ environment: site })
    const admin = await staffOf(server.url, 'demo')
    const { secret } = await channelWithKey(admin.call, { key: 'shop' })
    admin.socket.disconnect()
    await server.stop()
    const sealed = folder('sealed.tar.gz')
    const said = await tool(site, 'backup', '--to', sealed)
    const mark = /The key to its secrets is not in it \((\w+)\)/.exec(said)?.[1] ?? ''
    const key = readFileSync(join(site.DATA_DIR, 'secrets-key'), 'utf8')
    const held = gunzipSync(readFileSync(sealed))
    for (const hidden of [key, secret.split('.')[1] ?? '']) expect(held.includes(hidden)).toBe(false)

    const [without, withKey] = [{ DATA_DIR: folder('without-key') }, { DATA_DIR: folder('with-key') }]
    mkdirSync(withKey.DATA_DIR)
    writeFileSync(join(withKey.DATA_DIR, 'secrets-key'), key)
    expect(await tool(without, 'restore', '--from', sealed)).toContain(`is not here (${mark})`)
    expect(await tool(withKey, 'restore', '--from', sealed)).toContain(`is here (${mark})`)
    const another = { DATA_DIR: folder('another-key'), SECRETS_KEY: 'another key, long enough to be one' }
    expect(await tool(another, 'restore', '--from', sealed)).toContain(`another than the one here (${mark})`)
    const identity = await issueContactToken({ secret, channel: 'shop', sub: 'somebody' })
    const statuses = []
    for (const environment of [without, withKey]) {
      const restored = await startServer({ environment })
      statuses.push((await beginSession(restored.url, { channelKey: 'shop', identity })).status)
      await restored.stop()
    }
    expect(statuses).toEqual([401, 200])
  })

  it('passes the drill: restored, started, written to, and no promise broken', async () => {
    const { documents, files, breaches } = await runDrill(archive, silent)
    expect([documents > 0, files, breaches]).toEqual([true, 1, []])
  })

  it('goes from one store to the other and back by the ordinary driver, while people write', async () => {
    const [first, second] = [newDatabase(), newDatabase()]
    const data = folder('files-of-mongo')
    const site = { MONGODB_URI: first.uri, DATA_DIR: data }
    await tool(site, 'restore', '--from', archive)
    const server = await startServer({ environment: site })
    const contact = await SimulatedContact.connect(server.url, await beginVisit(server.url), 'contact')
    const writing = setInterval(() => isAnswered(contact) && contact.say('on and on'), 20)
    const copy = folder('copy.tar.gz')
    await tool(site, 'backup', '--to', copy)
    clearInterval(writing)
    await eventually('the rest is sent', () => isAnswered(contact), SENT_WITHIN_MS)
    contact.close()
    await server.stop()
    await tool({ MONGODB_URI: second.uri, DATA_DIR: folder('second') }, 'restore', '--from', copy)
    expect((await runDrill(copy, silent)).breaches).toEqual([])
    await Promise.all([first.drop(), second.drop()])
  })

  onS3('brings its files into a bucket, and from there into a folder again', async () => {
    const S3_BUCKET = `backup-${randomBytes(6).toString('hex')}`
    const inBucket = { ...bucket?.environment(), S3_BUCKET, DATA_DIR: folder('store-beside-bucket') }
    await tool(inBucket, 'restore', '--from', archive)
    await expect(tool(inBucket, 'restore', '--from', archive)).rejects.toThrow('The file storage is not empty')
    const copy = folder('from-bucket.tar.gz')
    expect(await tool(inBucket, 'backup', '--to', copy)).toMatch(/documents and 1 files are in /)
    await tool({ DATA_DIR: folder('from-bucket') }, 'restore', '--from', copy)
    expect(fileIn('from-bucket')).toEqual(fileIn('site'))
  })

  it('is refused in words where something is already, or when it was damaged', async () => {
    const full = { DATA_DIR: folder('restored') }
    await expect(tool(full, 'restore', '--from', archive)).rejects.toThrow('The file storage is not empty')
    await expect(tool(full, 'backup', '--to', archive)).rejects.toThrow('is there already')
    const bytes = readFileSync(archive)
    bytes[Math.floor(bytes.length / 2)]! ^= 0xff
    const damaged = folder('damaged.tar.gz')
    writeFileSync(damaged, bytes)
    const nowhere = { DATA_DIR: folder('nowhere') }
    await expect(tool(nowhere, 'restore', '--from', damaged)).rejects.toThrow(
      /is damaged or no backup|not as it was written/,
    )
    writeFileSync(damaged, readFileSync(archive).subarray(0, bytes.length / 2))
    await expect(tool(nowhere, 'restore', '--from', damaged)).rejects.toThrow(/is damaged or no backup|is not whole/)
    await expect(tool(nowhere, 'backup', '--to', folder('none'))).rejects.toThrow('There is no store in')
  })
})
