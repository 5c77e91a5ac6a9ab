import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'minio'
import { LinkSigner } from '../src/platform/storage/link-signer.js'
import { eventually } from '../src/testing/eventually.js'
import type { SimulatedContact } from '../src/testing/simulated-people.js'
import { upload, uploadCommands } from '../src/testing/uploading.js'
import { World } from '../src/testing/world.js'
import { storages } from './storages.js'

const data = mkdtempSync(join(tmpdir(), 'parley-links-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

/** Signs links as the storage does, with its own key or a stranger's, for a time of the test's choosing. */
type Sign = (link: { url: URL; isKeyOurs: boolean; expiresInS: number }) => Promise<string>

const SIGNERS: Record<string, (environment: Record<string, string>) => Sign> = {
  'a local folder': () => async (link) => {
    const secret = link.isKeyOurs ? readFileSync(join(data, 'files', 'signing-key')) : randomBytes(32)
    const { expires: _expires, signature: _signature, ...parameters } = Object.fromEntries(link.url.searchParams)
    const key = link.url.pathname.slice('/files/'.length)
    const expires = Math.floor(Date.now() / 1000) + link.expiresInS
    return `${link.url.origin}/files/${key}?${new LinkSigner(secret).sign({ method: 'GET', key, expires, parameters })}`
  },
  'an S3 bucket': (environment) => async (link) => {
    const { hostname, port } = link.url
    const secretKey = link.isKeyOurs ? environment['S3_SECRET_KEY']! : 'a-secret-of-somebody-else'
    const accessKey = environment['S3_ACCESS_KEY']!
    const keys = { accessKey, secretKey, region: environment['S3_REGION'] ?? 'us-east-1' }
    const client = new Client({ endPoint: hostname, port: Number(port), useSSL: false, pathStyle: true, ...keys })
    const [, bucket = '', ...key] = link.url.pathname.split('/')
    return client.presignedGetObject(bucket, key.join('/'), link.expiresInS)
  },
}

describe.each(storages)('links to files in $name', ({ name, environment }) => {
  let world: World
  let contact: SimulatedContact
  let url: URL
  const sign = SIGNERS[name]!(environment())

  beforeAll(async () => {
    world = await World.start({ environment: { ...environment(), DATA_DIR: data } })
    contact = await world.contact('a visitor')
    const { id } = await upload(uploadCommands(contact), world.url, { name: 'a.txt', bytes: Buffer.from('words') })
    const content = { type: 'files' as const, attachmentIds: [id], text: '' }
    const message = { threadId: null, clientMessageId: randomUUID(), content }
    const { threadId } = (await contact.call('conversations:sendMessage', message)).entry
    const { links } = await contact.call('conversations:linkFiles', { threadId, attachmentIds: [id] })
    url = new URL(links[0]!.download, world.url)
  })

  afterAll(async () => expect(await world.end()).toEqual([]))

  const status = async (address: string | URL, init?: RequestInit) => (await fetch(address, init)).status

  it('hold five minutes', () => {
    const amazon = url.searchParams.get('X-Amz-Expires')
    const left = amazon === null ? Number(url.searchParams.get('expires')) - Date.now() / 1000 : Number(amazon)
    expect(left).toBeGreaterThan(200)
    expect(left).toBeLessThanOrEqual(300)
  })

  it('are taken while they hold, and refused once they have run out', async () => {
    expect(await status(await sign({ url, isKeyOurs: true, expiresInS: 60 }))).toBe(200)
    const short = await sign({ url, isKeyOurs: true, expiresInS: 1 })
    await eventually('it has run out', async () => (await status(short)) === 403)
  })

  it('are refused when somebody else signed them', async () =>
    expect(await status(await sign({ url, isKeyOurs: false, expiresInS: 60 }))).toBe(403))

  it.each(['PUT', 'DELETE', 'POST'])('are for reading alone: %s is refused', async (method) => {
    const headers = { 'Content-Type': 'application/octet-stream' }
    const init = { method, headers, ...(method === 'DELETE' ? {} : { body: 'other words' }) }
    // Every one of them is a refusal, each storage with its own words for it.
    expect([400, 403, 404, 405]).toContain(await status(url, init))
    expect(await (await fetch(url)).text()).toBe('words')
  })

  it('are for one file, one name and one type', async () => {
    for (const parameter of ['response-content-type', 'response-content-disposition', 'type', 'name', 'disposition']) {
      if (!url.searchParams.has(parameter)) continue
      const altered = new URL(url)
      altered.searchParams.set(parameter, 'text/html')
      expect([parameter, await status(altered)]).toEqual([parameter, 403])
    }
    const other = new URL(url)
    other.pathname = other.pathname.replace(/original$/, 'thumbnail')
    expect(await status(other)).toBe(403)
    expect(await status(new URL(url.pathname, url))).toBe(403)
  })
})
