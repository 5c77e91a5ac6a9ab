/** Copies text; also on plain HTTP, where browsers have no clipboard of the modern kind. Returns whether it could. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  // Beside what has the focus: a menu that closes when the focus leaves it must stay.
  ;(before?.parentElement ?? document.body).append(field)
  field.select()
  const isCopied = document.execCommand('copy')
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  field.remove()
  return isCopied
}
