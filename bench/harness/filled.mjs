// A store with as many conversations as a row wants, all of them an agent's or nobody's.
import { signIn, beginVisit, connected, contactSocket, staffSocket } from '@parley/server/testing/client-connection'
import { fillStore } from '@parley/server/testing/crowd'
import { eventually } from '@parley/server/testing/eventually'
import { seedStaff } from '@parley/server/testing/seed-staff'

/** One conversation as people have it, and so many copies of it. The account that has them may read all, and is given no more. */
export async function fillWith({ url, uri }, { login, ...crowd }) {
  await seedStaff(uri, [{ login, roles: ['admin', 'agent'], capacity: 1 }])
  const agent = staffSocket(url, (await signIn(url, login, login)).cookie)
  const contact = contactSocket(url, (await beginVisit(url)).token)
  await Promise.all([connected(agent.socket), connected(contact.socket)])
  let isAssigned = false
  agent.socket.on('conversations:conversationsChanged', ({ conversations }) => {
    isAssigned ||= conversations.some(({ state }) => state === 'assigned')
  })
  const content = { type: 'text', text: 'Good morning' }
  await contact.call('conversations:sendMessage', { threadId: null, clientMessageId: 'the-first-of-all', content })
  await eventually('the agent has it', () => isAssigned)
  for (const { socket } of [agent, contact]) socket.disconnect()
  await fillStore(uri, { ...crowd, logins: [login] })
}
