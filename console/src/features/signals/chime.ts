import { ref } from 'vue'
import type { Signal } from './what-happened'

/** The two notes of each signal, in hertz: what came tells itself by ear. */
const NOTES: Record<Signal, readonly [number, number]> = {
  assigned: [523, 784],
  mention: [784, 988],
  message: [660, 880],
  waiting: [440, 440],
}
const LOUDEST = 0.25

let audio: AudioContext | undefined

/** Whether the browser lets this page make no sound before somebody has pressed something on it. */
export const isSoundBlocked = ref(false)

/** Asks the browser for sound; called from a press it is granted. */
export async function unlockSound(): Promise<void> {
  if (typeof AudioContext === 'undefined') return
  audio ??= new AudioContext()
  await Promise.race([audio.resume(), new Promise((resolve) => setTimeout(resolve, 300))])
  isSoundBlocked.value = audio.state !== 'running'
}

/** Two short notes, made on the spot. `volume` is 0 to 100. */
export function chime(signal: Signal, volume: number): void {
  if (audio?.state !== 'running') return
  const loudness = LOUDEST * (volume / 100) ** 2
  NOTES[signal].forEach((frequency, index) => note({ frequency, after: index * 0.13, loudness }))
}

function note({ frequency, after, loudness }: { frequency: number; after: number; loudness: number }): void {
  if (audio === undefined || loudness === 0) return
  const begin = audio.currentTime + after
  const gain = audio.createGain()
  gain.gain.setValueAtTime(0, begin)
  gain.gain.linearRampToValueAtTime(loudness, begin + 0.02)
  gain.gain.exponentialRampToValueAtTime(0.0001, begin + 0.4)
  const tone = new OscillatorNode(audio, { frequency, type: 'sine' })
  tone.connect(gain).connect(audio.destination)
  tone.start(begin)
  tone.stop(begin + 0.45)
}
