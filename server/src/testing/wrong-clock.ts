// Loaded before a server in fault runs: its clock is five minutes ahead of everybody else's.
const AHEAD_MS = 5 * 60_000
const rightNow = Date.now

Date.now = () => rightNow() + AHEAD_MS
globalThis.Date = new Proxy(Date, {
  construct: (date, values: []) =>
    (values.length === 0 ? new date(rightNow() + AHEAD_MS) : Reflect.construct(date, values)) as Date,
})
