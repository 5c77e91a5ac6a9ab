import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda, type Job } from 'agenda'
import { runStore, together, type RunningStore } from './running-store.js'

/** How often an agenda looks for work, so that the test need not wait a second for each job. */
const PROCESS_EVERY_MS = 50
const WORKERS = 4
const JOBS = 60

let running: RunningStore
const agendas: Agenda[] = []

beforeAll(async () => {
  running = await runStore()
})
afterEach(async () => {
  for (const agenda of agendas.splice(0)) await agenda.stop()
  await running.db.collection('agendaJobs').deleteMany({})
})
afterAll(() => running.stop())

async function newAgenda(options: { name?: string; defaultLockLifetime?: number } = {}): Promise<Agenda> {
  const backend = new MongoBackend({
    mongo: running.db,
    ensureIndex: true,
    ...(options.name && { name: options.name }),
  })
  const agenda = new Agenda({ backend, processEvery: PROCESS_EVERY_MS, ...options })
  agendas.push(agenda)
  await agenda.ready
  return agenda
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not come to pass in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('a job that is due now runs once, with its data, and says when it finished', async () => {
  const agenda = await newAgenda()
  const seen: unknown[] = []
  agenda.define('greet', async (job: Job) => void seen.push(job.attrs.data))
  await agenda.start()
  await agenda.now('greet', { to: 'ada', at: new Date(5) })
  await until(async () => (await agenda.queryJobs({ name: 'greet', state: 'completed' })).total === 1)
  expect(seen).toEqual([{ to: 'ada', at: new Date(5) }])
})

test('several agendas on one collection run each job once', async () => {
  const ran: number[] = []
  const workers = await together(WORKERS, async (number) => {
    const agenda = await newAgenda({ name: `worker ${number}` })
    agenda.define('count', async (job: Job<{ n: number }>) => void ran.push(job.attrs.data.n), { concurrency: 5 })
    return agenda
  })
  await together(JOBS, (n) => workers[n % WORKERS]!.schedule(new Date(Date.now() + (n % 5) * 20), 'count', { n }))
  await together(WORKERS, (number) => workers[number]!.start())
  await until(async () => (await workers[0]!.queryJobs({ name: 'count', state: 'completed' })).total === JOBS)
  expect(ran.sort((left, right) => left - right)).toEqual(Array.from({ length: JOBS }, (_nothing, n) => n))
})

test('a unique job exists once however often and however many ask for it', async () => {
  const agenda = await newAgenda()
  agenda.define('remind', async () => undefined)
  await running.db
    .collection('agendaJobs')
    .createIndex(
      { name: 1, 'data.ticket': 1 },
      { unique: true, name: 'once', partialFilterExpression: { 'data.ticket': { $exists: true } } },
    )
  const at = new Date(Date.now() + 3_600_000)
  for (let round = 0; round < 10; round++) {
    await together(8, () =>
      agenda
        .create('remind', { ticket: round })
        .unique({ 'data.ticket': round }, { insertOnly: true })
        .schedule(at)
        .save(),
    )
  }
  expect(await running.db.collection('agendaJobs').countDocuments({ name: 'remind' })).toBe(10)
  await running.db.collection('agendaJobs').dropIndex('once')
})

test('a repeated job is one document that moves on, and every() twice does not double it', async () => {
  const agenda = await newAgenda()
  let runs = 0
  agenda.define('sweep', async () => void runs++)
  await agenda.start()
  await agenda.every('1 second', 'sweep')
  await agenda.every('1 second', 'sweep')
  await until(() => runs >= 2)
  expect((await agenda.queryJobs({ name: 'sweep' })).total).toBe(1)
})

test('a job that fails keeps its reason, and one whose worker vanished is taken over when its lock runs out', async () => {
  const agenda = await newAgenda({ defaultLockLifetime: 200 })
  agenda.define('break', async () => {
    throw new Error('broken on purpose')
  })
  const taken: string[] = []
  agenda.define('abandoned', async () => void taken.push('second'))
  const job = await agenda.schedule(new Date(), 'abandoned', {})
  // As a worker leaves it that locked the job and was killed.
  await running.db
    .collection('agendaJobs')
    .updateOne({ name: 'abandoned' }, { $set: { lockedAt: new Date(Date.now() - 1_000), nextRunAt: new Date(0) } })
  await agenda.start()
  await agenda.now('break', {})
  await until(() => taken.length > 0)
  await until(async () => (await agenda.queryJobs({ name: 'break', state: 'failed' })).total === 1)
  const { jobs } = await agenda.queryJobs({ name: 'break' })
  expect(jobs[0]).toMatchObject({ failReason: 'broken on purpose', failCount: 1 })
  expect(job.attrs._id).toBeDefined()
})

test('jobs are listed, counted, disabled, enabled and cancelled by what they are', async () => {
  const agenda = await newAgenda()
  agenda.define('mail', async () => undefined)
  agenda.define('page', async () => undefined)
  const later = new Date(Date.now() + 3_600_000)
  for (let n = 0; n < 20; n++) await agenda.schedule(later, n % 2 ? 'mail' : 'page', { n, kind: { of: n % 3 } })
  expect(
    (await agenda.queryJobs({ names: ['mail', 'page'], sort: { nextRunAt: 'desc' }, skip: 5, limit: 7 })).jobs,
  ).toHaveLength(7)
  expect((await agenda.queryJobs({ search: 'AI' })).total).toBe(10)
  expect((await agenda.queryJobs({ data: { kind: { of: 1 } } })).total).toBe(7)
  expect(await agenda.disable({ name: 'mail' })).toBe(10)
  expect((await agenda.queryJobs({ includeDisabled: false })).total).toBe(10)
  expect(await agenda.enable({ name: 'mail' })).toBe(10)
  const overview = await agenda.getJobsOverview()
  expect(overview.map(({ name, total }) => `${name} ${total}`).sort()).toEqual(['mail 10', 'page 10'])
  expect(await agenda.cancel({ names: ['mail'] })).toBe(10)
  expect(await agenda.cancel({ data: { kind: { of: 0 } } })).toBe(4)
})
