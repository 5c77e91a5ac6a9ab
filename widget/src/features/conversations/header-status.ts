import type { ContactConversation } from '@parley/shared/conversations/conversation'
import type { Words } from '../../ui/words.en'

/** The line under the channel's name: what the visitor may expect now. `isLive` puts a green dot before it. */
export function headerStatus(
  now: {
    isConnected: boolean
    isNetworkThere: boolean
    isAnyoneOnline: boolean | null
    conversation: ContactConversation | null
  },
  words: Words,
): { text: string; isLive: boolean } {
  const { conversation, isAnyoneOnline } = now
  if (!now.isNetworkThere) return { text: words.notConnected, isLive: false }
  if (!now.isConnected || isAnyoneOnline === null) return { text: words.connecting, isLive: false }
  if (conversation?.state === 'assigned' && conversation.assigneeName !== null)
    return { text: words.talkingWith(conversation.assigneeName), isLive: isAnyoneOnline }
  if (!isAnyoneOnline) return { text: words.away, isLive: false }
  if (conversation?.state === 'waiting') return { text: words.waitingForAgent, isLive: true }
  return { text: words.online, isLive: true }
}
