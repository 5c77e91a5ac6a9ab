// What carrying a file costs at least: a plain HTTP server that streams each body to a file of its own, and syncs nothing.
import { createWriteStream, rmSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const folder = mkdtempSync(join(tmpdir(), 'plain-'))

const http = createServer(async (request, response) => {
  const path = join(folder, request.url.replaceAll('/', '-'))
  if (request.method === 'DELETE') rmSync(path, { force: true })
  else await pipeline(request, createWriteStream(path))
  response.writeHead(204).end()
})

http.listen(0, '127.0.0.1', () => process.send?.({ port: http.address().port }))
process.once('disconnect', () => process.exit(0))
