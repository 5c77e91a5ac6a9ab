import type { SimulatedAgent } from './simulated-people.js'

/** Whether the agent was told, live or by asking, of an entry with these words. */
export const hasSeen = (agent: SimulatedAgent, words: string): boolean =>
  agent.history.events.some(
    (event) => event.type === 'received' && event.entry.kind === 'text' && event.entry.text === words,
  )

/** How often the agent had to ask for something that nobody had told. */
export const pullsOf = (agent: SimulatedAgent): number =>
  agent.history.events.filter((event) => event.type === 'resumed' && event.count > 0).length
