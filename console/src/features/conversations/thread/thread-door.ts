import type { StaffCommands } from '@parley/shared/protocol'
import { useConnection } from '../../../app/connection.store'
import { useConversations } from '../conversations.store'

type Opened = StaffCommands['conversations:openConversation']['output']

/** Begins and ends hearing a thread, in that order also when both are asked for at once. */
export function useThreadDoor() {
  const connection = useConnection()
  const conversations = useConversations()
  let closing: Promise<void> = Promise.resolve()

  async function open(conversationId: string): Promise<Opened> {
    await closing
    const page = await connection.call('conversations:openConversation', { conversationId })
    conversations.accept([page.conversation])
    conversations.acceptMarks(page.marks)
    return page
  }

  function close(conversationId: string): void {
    const ignore = () => undefined
    closing = connection.call('conversations:closeConversation', { conversationId }).then(ignore, ignore)
  }

  return { open, close }
}
