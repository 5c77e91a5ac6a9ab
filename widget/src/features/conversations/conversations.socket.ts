import type { OnFact } from '../contacts/connection.store'
import type { ConversationsStore } from './conversations.store'

/** What the server announces about the visitor's thread goes to the store. */
export function followConversations(onFact: OnFact, store: ConversationsStore): void {
  onFact('conversations:entryAppended', ({ entry }) => store.receive(entry))
  onFact('conversations:contactConversationChanged', ({ threadId, conversation }) =>
    store.takeConversation(threadId, conversation),
  )
  onFact('conversations:markMoved', ({ mark }) => store.marks.take(mark))
  onFact('conversations:typingChanged', (typing) => store.typing.take(typing))
}
