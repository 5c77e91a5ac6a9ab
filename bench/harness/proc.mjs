// What Linux counts: the time of processes and of the whole machine, from /proc.
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** USER_HZ, which is 100 wherever Linux runs Node. */
const TICKS_PER_SECOND = 100

/** CPU seconds that a process has used, all its threads, in user and kernel. */
export function processSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Ticks of all cores so far: in all, not idle, and taken by the machine's host. */
export function machineTimes() {
  const [first] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user, nice, system, idle, iowait, irq, softirq, steal] = first.trim().split(/\s+/).slice(1).map(Number)
  const busy = user + nice + system + irq + softirq
  return { total: busy + idle + iowait + steal, busy, steal, cores: cpus().length }
}

/** The machine in words, without its name. */
export function machine() {
  const processors = cpus()
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0)
  return `${processors.length} cores (${processors[0]?.model.trim()}), ${gigabytes} GB, Node ${process.versions.node}`
}
