let audio: AudioContext | undefined

/** Two short, soft notes, made on the spot. A browser that lets no page sound without being touched stays silent. */
export function chime(): void {
  if (typeof AudioContext === 'undefined') return
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined)
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
