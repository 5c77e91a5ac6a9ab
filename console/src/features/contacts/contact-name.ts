import { useI18n } from 'vue-i18n'

/** A visitor without a name is known by a number, which the server sends as `#4821`; undefined for a name. */
export const visitorNumber = (name: string): string | undefined => /^#(\d+)$/.exec(name)?.[1]

/** Words the name of a contact in the reader's language. */
export function useContactNames(): (name: string) => string {
  const { t } = useI18n()
  return (name) => {
    const number = visitorNumber(name)
    return number === undefined ? name : t('contacts.visitor', { number })
  }
}
