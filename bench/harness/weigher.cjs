// Loaded first into a server that is to be weighed: SIGUSR2 collects its garbage and writes what the heap holds then.
const { writeFileSync, renameSync } = require('node:fs')
const { setFlagsFromString } = require('node:v8')
const { runInNewContext } = require('node:vm')

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

process.on('SIGUSR2', () => {
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  const file = process.env.BENCH_PROFILE
  writeFileSync(`${file}.part`, JSON.stringify({ bytes: heapUsed + external }))
  renameSync(`${file}.part`, file)
})
