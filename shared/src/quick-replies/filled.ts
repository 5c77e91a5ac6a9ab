/** What the variables of a quick reply stand for in one conversation. */
export interface QuickReplyValues {
  contact: string
  agent: string
  channel: string
}

/** The words with their variables filled in; what is no variable stays as it is written. */
export const filled = (text: string, values: QuickReplyValues): string =>
  text.replace(/\{(contact|agent|channel)\}/g, (_, name: keyof QuickReplyValues) => values[name])
