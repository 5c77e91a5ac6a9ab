import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContactSession } from '../shared/src/contacts/session.js'
import { PROTOCOL_VERSION } from '../shared/src/kernel/protocol-version.js'
import { io } from 'socket.io-client'
import { eventually } from '../server/src/testing/eventually.js'
import { startServer } from '../server/src/testing/test-server.js'
import type { TestServer } from '../server/src/testing/test-server.js'

const ROOT = join(__dirname, '..')
const has = (program: string) => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** The examples as they stand in `deploy/`, with this test's ports, certificate and folders in place of the host's own. */
interface Proxy {
  program: string
  write: (folder: string, ports: { listen: number; node: number }) => string[]
}

const PROXIES: Proxy[] = [
  {
    program: 'nginx',
    write: (folder, { listen, node }) => {
      const site = readFileSync(join(ROOT, 'deploy/nginx/parley.conf'), 'utf8')
        .replace('listen 443', `listen 127.0.0.1:${listen}`)
        .replace('server 127.0.0.1:7001;', `server 127.0.0.1:${node};`)
        .replace(/\s+server 127\.0\.0\.1:7002;/, '')
        .replaceAll('/etc/ssl/parley', folder)
      const scratch = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${folder}/${name};`,
      )
      const whole = `pid ${folder}/pid; error_log stderr; events {} http { access_log off; ${scratch.join(' ')}\n${site}\n}`
      writeFileSync(join(folder, 'nginx.conf'), whole)
      return ['-c', join(folder, 'nginx.conf'), '-g', 'daemon off;']
    },
  },
  {
    program: 'caddy',
    write: (folder, { listen, node }) => {
      const site = readFileSync(join(ROOT, 'deploy/caddy/Caddyfile'), 'utf8')
        .replace(
          'support.example.com {',
          `https://127.0.0.1:${listen} {\n\ttls ${folder}/fullchain.pem ${folder}/privkey.pem`,
        )
        .replace('127.0.0.1:7001 127.0.0.1:7002', `127.0.0.1:${node}`)
      writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${site}`)
      return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')]
    },
  },
]

/** A request that takes the test's own certificate. */
function post(url: URL, body: unknown): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method: 'POST',
      rejectUnauthorized: false,
      headers: { 'content-type': 'application/json' },
    })
    call.on('error', reject)
    call.on('response', (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    call.end(JSON.stringify(body))
  })
}

describe.each(PROXIES)('deploy/$program', ({ program, write }) => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-proxy-'))
  const inFront = has(program) ? it : it.skip
  let proxy: ChildProcess | undefined
  let server: TestServer | undefined

  afterAll(async () => {
    if (proxy?.exitCode === null) {
      proxy.kill('SIGTERM')
      await once(proxy, 'exit')
    }
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  inFront.each(['websocket', 'polling'])(
    `lets a visitor write over %s (needs ${program})`,
    async (transport) => {
      if (server === undefined) {
        const [listen, node] = [await freePort(), await freePort()]
        const url = `https://127.0.0.1:${listen}`
        server = await startServer({ environment: { PORT: String(node), TRUST_PROXY: '1', PUBLIC_URL: url } })
        execFileSync(
          'openssl',
          [
            'req',
            '-x509',
            '-newkey',
            'rsa:2048',
            '-nodes',
            '-days',
            '1',
            '-subj',
            '/CN=127.0.0.1',
            '-addext',
            'subjectAltName=IP:127.0.0.1',
            '-keyout',
            join(folder, 'privkey.pem'),
            '-out',
            join(folder, 'fullchain.pem'),
          ],
          { stdio: 'ignore' },
        )
        proxy = spawn(program, write(folder, { listen, node }), {
          stdio: 'ignore',
          env: { ...process.env, HOME: folder },
        })
        Object.assign(server, { url })
      }
      const session = new URL('/api/v1/contact/session', server.url)
      let answer = { status: 0, text: '' }
      await eventually('the proxy answers', async () => {
        answer = await post(session, { channelKey: 'demo' }).catch((error: Error) => ({
          status: 0,
          text: error.message,
        }))
        return answer.status === 200 || answer.status === 201
      })
      const { token } = JSON.parse(answer.text) as ContactSession
      const socket = io(`${server.url}/contact`, {
        transports: [transport],
        rejectUnauthorized: false,
        auth: { token, protocol: PROTOCOL_VERSION },
        extraHeaders: { origin: server.url },
      })
      try {
        await eventually('it is connected', () => socket.connected)
        expect(socket.io.engine.transport.name).toBe(transport)
        const message = {
          threadId: null,
          clientMessageId: `proxied-${program}-${transport}-0001`,
          content: { type: 'text', text: 'through a proxy' },
        }
        expect(await socket.timeout(10_000).emitWithAck('conversations:sendMessage', message)).toMatchObject({
          ok: true,
        })
      } finally {
        socket.close()
      }
    },
    60_000,
  )
})
