import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import mongoose from 'mongoose'
import { connected, postJson, signIn, staffSocket } from '../src/testing/client-connection.js'
import { newDatabase } from '../src/testing/test-database.js'
import { startServer } from '../src/testing/test-server.js'

const newServer = async (environment: Record<string, string> = {}) => {
  const database = newDatabase()
  const start = () => startServer({ environment: { MONGODB_URI: database.uri, DEMO: 'off', ...environment } })
  return { database, start, server: await start() }
}

const first = (secret: string, login = 'first') => ({ secret, login, name: 'Admin 01', password: 'a long password' })

describe('a server without anybody', () => {
  it('lets whoever has the printed secret make the first account; twenty at once make one; then the page is gone', async () => {
    const { database, server } = await newServer({ TRUST_PROXY: '1' })
    // Each from an address of its own: guessing is limited.
    let asked = 0
    const setUp = (body: object) =>
      postJson(`${server.url}/api/v1/setup`, body, { 'x-forwarded-for': `192.0.2.${(asked += 1)}` })
    const secret = server.listening.setUpSecret ?? ''
    expect(secret).toMatch(/^[\w-]{24}$/)
    expect((await fetch(`${server.url}/api/v1/setup`)).status).toBe(200)
    expect((await fetch(`${server.url}/setup`, { redirect: 'manual' })).headers.get('location')).toBe('/console/setup')
    expect((await setUp(first('a guess'))).status).toBe(401)
    const made = await Promise.all(Array.from({ length: 20 }, (_, index) => setUp(first(secret, `first${index}`))))
    expect(made.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 404)])
    const winner = made.find(({ status }) => status === 200)
    expect(await winner?.json()).toMatchObject({ staff: { roles: ['admin', 'agent'] }, tenant: null })
    const { socket, call } = staffSocket(server.url, winner?.headers.get('set-cookie')?.split(';')[0] ?? '')
    await connected(socket)
    expect((await call('accounts:listStaff', {})).staff).toHaveLength(1)
    expect((await call('routing:listQueues', {})).queues[0]?.memberIds).toHaveLength(1)
    socket.disconnect()
    expect((await setUp(first(secret))).status).toBe(404)
    expect((await fetch(`${server.url}/api/v1/setup`)).status).toBe(404)
    expect((await fetch(`${server.url}/setup`)).status).toBe(404)
    expect(await server.stop()).toBe(0)
    expect(server.guardRecord()).toEqual([])
    await database.drop()
  })

  it('prints a secret at each start until one is used, and stores none of them', async () => {
    const { database, server, start } = await newServer()
    const one = server.listening.setUpSecret ?? ''
    const other = await start()
    expect(other.listening.setUpSecret).not.toBe(one)
    const connection = await mongoose.createConnection(database.uri).asPromise()
    const stored = JSON.stringify(await connection.collection('firstAccountIds').find().toArray())
    expect(stored).not.toContain(one)
    expect(stored).not.toContain(other.listening.setUpSecret)
    await connection.close()
    expect((await postJson(`${other.url}/api/v1/setup`, first(one))).status).toBe(200)
    expect((await fetch(`${server.url}/api/v1/setup`)).status).toBe(404)
    await Promise.all([server.stop(), other.stop()])
    const third = await start()
    expect(third.listening.setUpSecret).toBeNull()
    await third.stop()
    await database.drop()
  })

  it('takes its first account from the settings, on several processes once, and never changes it by them', async () => {
    const environment = { ADMIN_EMAIL: 'Admin@parley.example', ADMIN_PASSWORD: 'a long password' }
    const { database, server, start } = await newServer(environment)
    const other = await start()
    expect([server.listening.setUpSecret, other.listening.setUpSecret]).toEqual([null, null])
    await signIn(other.url, 'admin@parley.example', 'a long password')
    expect((await fetch(`${server.url}/api/v1/setup`)).status).toBe(404)
    await Promise.all([server.stop(), other.stop()])
    const changed = await startServer({
      environment: { MONGODB_URI: database.uri, DEMO: 'off', ...environment, ADMIN_PASSWORD: 'another password' },
    })
    await expect(signIn(changed.url, 'admin@parley.example', 'another password')).rejects.toThrow('invalid_credentials')
    await changed.stop()
    await database.drop()
  })
})

describe('commands of the shell', () => {
  const program = join(__dirname, '..', 'dist', 'admin-command.js')
  const runOn = (uri: string) => (line: string) =>
    promisify(execFile)(process.execPath, [program, ...line.split(' ')], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        MONGODB_URI: uri,
        PUBLIC_URL: 'https://support.parley.example',
      },
    })

  it('make the first account, links and tenants beside a server that runs, and say what is wrong in one sentence', async () => {
    const { database, server } = await newServer()
    const run = runOn(database.uri)
    const tokenOf = ({ stdout }: { stdout: string }) =>
      stdout.trim().split('https://support.parley.example/console/welcome#')[1]
    const choose = (token: string | undefined) =>
      postJson(`${server.url}/api/v1/staff/link/use`, { token, password: 'a long password' })
    expect((await choose(tokenOf(await run('create --login Root')))).status).toBe(200)
    await signIn(server.url, 'root', 'a long password')
    await expect(run('create --login other')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is an account already: .*\n$/),
    })
    expect((await choose(tokenOf(await run('reset --login root')))).status).toBe(200)
    expect((await choose(tokenOf(await run('tenant-create --tenant acme --name Acme --login boss')))).status).toBe(200)
    await run('tenant-suspend --tenant acme')
    expect((await run('tenants')).stdout).toBe('acme  Acme  suspended\ndefault  Parley\n')
    expect((await run('audit-verify')).stdout).toMatch(/^\d+ records, each following/)
    await expect(run('everything')).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^Usage: /) })
    expect(await server.stop()).toBe(0)
    await database.drop()
  })
})

describe('demo accounts', () => {
  it('are refused in production, in one sentence', async () => {
    const program = join(__dirname, '..', 'dist', 'bootstrap.js')
    const run = promisify(execFile)(process.execPath, [program], {
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', DEMO: 'on', PORT: '0' },
    })
    await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^DEMO: demo accounts.*\n$/) })
  })
})
