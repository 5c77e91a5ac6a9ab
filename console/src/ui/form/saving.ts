import { ParleyError } from '@parley/shared/kernel/errors'
import type { InputIssue } from '@parley/shared/kernel/errors'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { codeOf, useErrorWords } from '../error-words'

/** Something that keeps a form from being saved: of one field, or of all of it. */
export interface FormProblem {
  field?: string
  label?: string
  text: string
}

/** The phrase that words what the server or the form found wrong with a field. */
export function issuePhrase({ code }: InputIssue): string {
  if (code === 'missing' || code === 'too_small' || code === 'invalid_type') return 'app.fieldMissing'
  return code === 'too_big' ? 'app.fieldTooLong' : 'app.fieldWrong'
}

interface Saving {
  /** The names of the fields, by the path that the server uses; an issue of another path is worded for all of the form. */
  labels: () => Record<string, string>
  /** Words of failures that mean something particular in this form. */
  words?: (error: ParleyError) => string | { field: string; text: string } | undefined
}

/** What every form does with a save: busy meanwhile, then a sign that it is saved, or what is wrong, field by field. */
export function useSaving({ labels, words }: Saving) {
  const { t } = useI18n()
  const errorWords = useErrorWords()
  const isBusy = ref(false)
  const isSaved = ref(false)
  const problems = shallowRef<FormProblem[]>([])

  const errors = computed<Record<string, string>>(() =>
    Object.fromEntries(problems.value.flatMap(({ field, text }) => (field === undefined ? [] : [[field, text]]))),
  )

  function ofIssues(issues: readonly InputIssue[]): FormProblem[] {
    const names = labels()
    const known = issues.flatMap((issue) => {
      const field = Object.keys(names).find((name) => issue.path === name || issue.path.startsWith(`${name}.`))
      return field === undefined ? [] : [{ field, label: names[field] ?? '', text: t(issuePhrase(issue)) }]
    })
    return known.length > 0 ? known : [{ text: errorWords('bad_request') }]
  }

  function ofError(error: unknown): FormProblem[] {
    const particular = error instanceof ParleyError ? words?.(error) : undefined
    if (typeof particular === 'string') return [{ text: particular }]
    if (particular !== undefined) return [{ ...particular, label: labels()[particular.field] ?? '' }]
    if (error instanceof ParleyError && error.details.issues !== undefined) return ofIssues(error.details.issues)
    return [{ text: errorWords(codeOf(error)) }]
  }

  /** Refuses to begin where `missing` names fields; resolves with whether it was saved. */
  async function save(work: () => Promise<unknown>, missing: readonly string[] = []): Promise<boolean> {
    isSaved.value = false
    if (missing.length > 0) {
      problems.value = ofIssues(missing.map((path) => ({ path, code: 'missing' })))
      return false
    }
    isBusy.value = true
    try {
      await work()
      problems.value = []
      isSaved.value = true
    } catch (error) {
      problems.value = ofError(error)
    }
    isBusy.value = false
    return isSaved.value
  }

  /** Says what is wrong with one field before anything is sent. */
  function refuse(field: string, text: string): void {
    isSaved.value = false
    problems.value = [{ field, label: labels()[field] ?? '', text }]
  }

  return { isBusy, isSaved, problems, errors, save, refuse }
}
