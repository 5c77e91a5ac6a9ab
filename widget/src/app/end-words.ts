import { computed } from 'vue'
import { locale } from '../ui/locale'

/** Words of the question before an end: they come with it. */
const en = {
  endQuestion: 'End this conversation?',
  endHint: 'You can write again whenever you like.',
  endIt: 'End it',
  goOn: 'Go on',
  endFailed: 'It could not be ended. Try again',
}

const zhCN: typeof en = {
  endQuestion: '要结束这次会话吗？',
  endHint: '之后随时可以再次发起。',
  endIt: '结束',
  goOn: '继续聊',
  endFailed: '没能结束，请再试一次',
}

const DICTIONARIES = { en, 'zh-CN': zhCN }

/** The question's words in the reader's language. */
export const endWords = computed(() => DICTIONARIES[locale.value])
