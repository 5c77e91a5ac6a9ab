import type { ConversationSummary } from '@parley/shared/conversations/conversation'
import type { Entry } from '@parley/shared/conversations/entry'
import { isMessage } from '@parley/shared/conversations/message-kinds'
import { useI18n } from 'vue-i18n'
import { copyText } from '../../../ui/clipboard'
import { useNotices } from '../../../ui/notices.store'
import { useQuoting } from '../composer/quoting.store'
import { useIntents } from './intents'
import type { MessageAction } from './message-actions'

/** Carries out what a person chose to do with a message. */
export function useActing(conversation: () => ConversationSummary) {
  const { t } = useI18n()
  const quoting = useQuoting()
  const notices = useNotices()
  const { recall } = useIntents()

  async function copy(text: string): Promise<void> {
    notices.show((await copyText(text)) ? t('app.copied') : t('app.notCopied'))
  }

  function act(action: MessageAction, entry: Entry): void {
    if (!isMessage(entry)) return
    switch (action) {
      case 'quote':
        return quoting.start(conversation().id, entry)
      case 'copy':
        return void copy(entry.text ?? '')
      case 'recall':
        return void recall(entry)
    }
  }

  return { act }
}
