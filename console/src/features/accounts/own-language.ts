import { useConnection } from '../../app/connection.store'
import { chooseLocale } from '../../app/locale'
import type { Locale } from '../../app/locale'
import { useSession } from './session.store'

/** Shows a language here at once, and keeps it on the account of whoever is signed in: other devices show it too. */
export async function chooseLanguage(language: Locale): Promise<void> {
  const session = useSession()
  await chooseLocale(language)
  if (session.staff === undefined) return
  await useConnection().call('accounts:chooseLanguage', { language })
  await session.refresh()
}
