import { Engine } from '../storage/engine.js'
import { verify } from '../storage/verify.js'

// Reads a data file from end to end and prints what it found as JSON. Run in a process of its own, by `walkDataFile`.
const engine = new Engine(process.argv[2]!, () => {}, { readOnly: true })
const report = verify(engine)
await engine.close()
process.stdout.write(JSON.stringify(report))
