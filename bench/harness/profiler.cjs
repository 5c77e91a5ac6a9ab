// Loaded first into a server that is to be profiled: SIGUSR2 begins a CPU profile, the next one writes it.
const { writeFileSync } = require('node:fs')
const { Session } = require('node:inspector')

const session = new Session()
let isRunning = false

process.on('SIGUSR2', () => {
  if (isRunning) {
    session.post('Profiler.stop', (_error, { profile }) => {
      writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(profile))
      session.disconnect()
    })
  } else {
    session.connect()
    session.post('Profiler.enable')
    session.post('Profiler.setSamplingInterval', { interval: 500 })
    session.post('Profiler.start')
  }
  isRunning = !isRunning
})
