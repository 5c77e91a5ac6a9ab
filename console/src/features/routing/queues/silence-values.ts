import type { Silence } from '@parley/shared/routing/queues'

/** The setting as it is typed. */
export interface SilenceValues {
  isOn: boolean
  warnAfterMinutes: string
  endAfterMinutes: string
}

const USUAL: Silence = { warnAfterMinutes: 10, endAfterMinutes: 5 }

export function silenceValuesOf(silence: Silence | null): SilenceValues {
  const { warnAfterMinutes, endAfterMinutes } = silence ?? USUAL
  return {
    isOn: silence !== null,
    warnAfterMinutes: String(warnAfterMinutes),
    endAfterMinutes: String(endAfterMinutes),
  }
}

/** What is sent; what is no number is sent as it is understood, and the server says which field is wrong. */
export const silenceOf = ({ isOn, warnAfterMinutes, endAfterMinutes }: SilenceValues): Silence | null =>
  isOn ? { warnAfterMinutes: numberOf(warnAfterMinutes), endAfterMinutes: numberOf(endAfterMinutes) } : null

const numberOf = (typed: string): number => (/^\d+$/.test(typed.trim()) ? Number(typed) : 0)
