import { SILENCE_MAX_MINUTES } from '@parley/shared/routing/limits'
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

type Minutes = keyof Silence

/** The first field that is no whole number of minutes within bounds. */
export const wrongMinutes = (values: SilenceValues): Minutes | undefined =>
  (['warnAfterMinutes', 'endAfterMinutes'] as const).find((field) => {
    const minutes = numberOf(values[field])
    return values.isOn && (minutes < 1 || minutes > SILENCE_MAX_MINUTES)
  })

/** What is sent. */
export const silenceOf = ({ isOn, warnAfterMinutes, endAfterMinutes }: SilenceValues): Silence | null =>
  isOn ? { warnAfterMinutes: numberOf(warnAfterMinutes), endAfterMinutes: numberOf(endAfterMinutes) } : null

const numberOf = (typed: string): number => (/^\d+$/.test(typed.trim()) ? Number(typed) : 0)
