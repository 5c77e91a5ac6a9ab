import { computed } from 'vue'
import type { Ref } from 'vue'
import { useRouter } from 'vue-router'
import { useContactNames } from '../../features/contacts/contact-name'
import { keyOf, useSearching } from '../../features/conversations/search/searching'
import { usePaletteCommands } from './palette-commands'
import { fitting } from './palette-entry'
import type { PaletteEntry } from './palette-entry'
import { usePalettePlaces } from './palette-places'

/** What fits the words in the palette: commands and places at once, conversations as the server finds them. */
export function usePaletteEntries(query: Ref<string>, showSheet: () => void) {
  const router = useRouter()
  const nameOf = useContactNames()
  const searching = useSearching(query)
  const commands = usePaletteCommands(showSheet)
  const places = usePalettePlaces(query)
  const isEmpty = computed(() => query.value.trim() === '')

  const conversations = computed((): PaletteEntry[] => {
    // What was found for other words is not offered under these.
    if (isEmpty.value || !searching.isCurrent.value) return []
    return searching.found.value.hits.map((hit) => {
      const { conversation, match } = hit
      const { id, contact, channel } = conversation
      const isMessage = match.kind === 'message'
      const hint = isMessage ? match.snippet.map(({ text }) => text).join('') : channel.name
      const at = isMessage ? { at: match.position } : {}
      const tab = conversation.state === 'ended' ? 'ended' : 'all'
      const run = () => router.push({ name: 'inbox', params: { tab, conversationId: id }, query: at })
      return {
        id: `found-${keyOf(hit)}`,
        group: 'conversations',
        icon: 'chats',
        label: nameOf(contact.name),
        hint,
        run,
      }
    })
  })

  const entries = computed(() => [...places.value, ...fitting(query.value, commands.value), ...conversations.value])
  const isSearching = computed(
    () => !isEmpty.value && !searching.isCurrent.value && searching.error.value === undefined,
  )

  return { entries, isSearching }
}
