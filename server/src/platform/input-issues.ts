import type { InputIssue } from '@parley/shared/kernel/errors'
import type { z } from 'zod'

/** The most that an answer lists: a hostile input could have thousands. */
const ISSUES_MAX = 20

/** What was wrong with an input, without repeating any of it. */
export function issuesOf(error: z.ZodError): InputIssue[] {
  return error.issues
    .slice(0, ISSUES_MAX)
    .map((issue) => ({ path: issue.path.map(String).join('.'), code: issue.code }))
}
