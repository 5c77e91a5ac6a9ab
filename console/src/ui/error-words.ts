import { ParleyError } from '@parley/shared/kernel/errors'
import type { ErrorCode } from '@parley/shared/kernel/errors'
import { useI18n } from 'vue-i18n'

/** The code to word a failure by; anything that is not an expected failure is `internal`. */
export const codeOf = (error: unknown): ErrorCode => (error instanceof ParleyError ? error.code : 'internal')

/** Words failures in the reader's language. */
export function useErrorWords(): (code: ErrorCode) => string {
  const { t } = useI18n()
  return (code) => t(`errors.${code}`)
}
