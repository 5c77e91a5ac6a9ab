import type { Entry } from '@parley/shared/conversations/entry'
import { isPublicMessage } from '@parley/shared/conversations/message-kinds'
import { computed, watch } from 'vue'
import { isPageVisible } from '../ui/attention'
import { words } from '../ui/locale'
import type { Chat } from './chat'

/** Tells the site what happens in the chat, and the visitor's ears and eyes when they look elsewhere. */
export function reportEvents(chat: Chat): void {
  const { conversations, outbox, session, surroundings } = chat
  const { state } = conversations

  watch(
    () => session.state.session,
    (held) => surroundings.tellContact(held === null ? null : told(held.contact)),
    { immediate: true },
  )

  const unread = computed(() => {
    if (!state.hasOpened) return null
    const last = state.timeline.entries.at(-1)
    return Math.max(0, (last?.staffCount ?? 0) - conversations.marks.state.own.readCount)
  })
  watch(unread, (count) => {
    if (count !== null) surroundings.emit('unread', { count })
  })

  watch(
    () => state.timeline,
    (after, before) => {
      // What was there before is no news, but for what was on its way from here when another session began.
      const isOwn = ({ clientMessageId }: Entry) =>
        outbox.state.items.some((item) => item.clientMessageId === clientMessageId)
      for (const entry of after.entries)
        if (state.hasOpened ? entry.position > before.cursor : isOwn(entry)) report(chat, entry)
    },
    { flush: 'sync' },
  )

  watch(
    () => outbox.state.items,
    (items, before) => {
      const known = new Set(before.filter((item) => item.state === 'failed').map((item) => item.clientMessageId))
      for (const item of items) {
        if (item.state !== 'failed' || known.has(item.clientMessageId)) continue
        surroundings.emit('message:failed', { code: item.error ?? 'internal' })
      }
    },
  )
}

function report(chat: Chat, entry: Entry): void {
  const { surroundings } = chat
  const { id: messageId, createdAt: at, conversationId } = entry
  if (entry.kind === 'started') return surroundings.emit('conversation:started', { conversationId })
  if (entry.kind === 'ended') return surroundings.emit('conversation:ended', { conversationId, reason: entry.reason })
  if (!isPublicMessage(entry) || entry.author.role === 'system') return
  if (entry.author.role === 'contact') return surroundings.emit('message:sent', { messageId, at })
  surroundings.emit('message:received', { messageId, at, author: entry.author.name })
  if (surroundings.state.isShown && isPageVisible.value && document.hasFocus()) return
  if (chat.comfort.state.isSoundOn) void import('../ui/chime').then(({ chime }) => chime())
  if (chat.comfort.state.isNotifyingOn) surroundings.notify(entry.author.name, words.value.newMessage)
}

/** What scripts of the page may know of the contact. */
const told = ({ name, isIdentified }: { name: string; isIdentified: boolean }) => ({ name, isIdentified })
