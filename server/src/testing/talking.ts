import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import { eventually } from './eventually.js'
import type { SimulatedAgent, SimulatedContact } from './simulated-people.js'
import type { World } from './world.js'

/** The newest conversation of a thread, as far as an agent knows. */
export const conversationOf = (agent: SimulatedAgent, threadId: string): ConversationSummary | undefined =>
  [...agent.conversations.values()].filter((each) => each.threadId === threadId).at(-1)

/** A visitor in conversation with an agent, who has their thread open. */
export async function talkingWith(
  agent: SimulatedAgent,
  world: World,
  name: string,
): Promise<{ contact: SimulatedContact; threadId: string }> {
  const contact = await world.contact(name)
  contact.say('hello')
  await eventually('there is a thread', () => contact.followed.length === 1)
  const [threadId = ''] = contact.followed
  await eventually('it is assigned', () => conversationOf(agent, threadId)?.state === 'assigned')
  const conversation = conversationOf(agent, threadId)
  if (conversation !== undefined) await agent.open(conversation)
  return { contact, threadId }
}
