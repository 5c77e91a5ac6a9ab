/** A sound that comes later than this is about nothing any more. */
const BEGINS_WITHIN_MS = 1_000

let audio: AudioContext | undefined

/** Two short, soft notes, made on the spot. A browser that lets no page sound without being touched stays silent. */
export async function chime(): Promise<void> {
  if (typeof AudioContext === 'undefined') return
  audio ??= new AudioContext()
  // A new one takes a moment to begin; one that may not sound never does.
  const begun = audio.resume().catch(() => undefined)
  await Promise.race([begun, new Promise((resolve) => setTimeout(resolve, BEGINS_WITHIN_MS))])
  if (audio.state !== 'running') return
  note(audio, { frequency: 660, after: 0 })
  note(audio, { frequency: 880, after: 0.12 })
}

function note(context: AudioContext, { frequency, after }: { frequency: number; after: number }): void {
  const begin = context.currentTime + after
  const volume = context.createGain()
  volume.gain.setValueAtTime(0, begin)
  volume.gain.linearRampToValueAtTime(0.08, begin + 0.02)
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.35)
  const tone = new OscillatorNode(context, { frequency, type: 'sine' })
  tone.connect(volume).connect(context.destination)
  tone.start(begin)
  tone.stop(begin + 0.4)
}
