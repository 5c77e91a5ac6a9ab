import { CURSOR_HEARTBEAT_MS } from '@parley/shared/conversations/follower'
import { useConnection } from '../../app/connection.store'
import { useDrafts } from './composer/drafts.store'
import { useOutbox } from './composer/outbox.store'
import { useConversations } from './conversations.store'
import { useMentions } from './mentions.store'
import { useInbox } from './inbox/inbox.store'
import { useThreads } from './thread/threads.store'
import { useTyping } from './typing.store'

const LEFT_BEHIND_CHECK_MS = 15_000

/** Called once, when the workspace begins: what is told about conversations, and when what was missed is asked for. */
export function bindConversations(): void {
  const connection = useConnection()
  const conversations = useConversations()
  const inbox = useInbox()
  const threads = useThreads()
  const typing = useTyping()
  const outbox = useOutbox()
  const drafts = useDrafts()
  const mentions = useMentions()

  connection.on('conversations:entryAppended', ({ entry }) => {
    threads.receive(entry)
    typing.stopOf(entry)
  })
  connection.on('conversations:conversationsChanged', (fact) => conversations.accept(fact.conversations))
  connection.on('conversations:markMoved', ({ mark }) => conversations.acceptMarks([mark]))
  connection.on('conversations:typingChanged', (fact) => typing.hear(fact))
  connection.on('conversations:draftChanged', ({ draft }) => drafts.hear(draft))
  connection.on('conversations:mentionsChanged', () => void mentions.read())

  connection.onConnected(() => {
    inbox.refresh()
    threads.resume()
    outbox.flush()
    void drafts.sync()
    void mentions.read()
  })
  const look = () => {
    if (document.visibilityState === 'visible') threads.catchUp()
  }
  window.addEventListener('online', look)
  window.addEventListener('focus', mentions.look)
  document.addEventListener('visibilitychange', look)
  setInterval(look, CURSOR_HEARTBEAT_MS)
  setInterval(outbox.adoptLeftBehind, LEFT_BEHIND_CHECK_MS)
  window.addEventListener('storage', outbox.storageChanged)
}
