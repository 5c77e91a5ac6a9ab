import { useThreads } from '../conversations/thread/threads.store'
import { useLightbox } from './lightbox.store'

/** Opens a picture among all that the thread on the screen holds, in the order in which they were sent. */
export function useLooking(): (threadId: string, attachmentId: string) => void {
  const threads = useThreads()
  const lightbox = useLightbox()
  return (threadId, attachmentId) => {
    const pictures = threads.timeline.entries
      .flatMap((entry) => ('attachments' in entry ? (entry.attachments ?? []) : []))
      .filter(({ kind }) => kind === 'image')
    lightbox.open(
      pictures.map((attachment) => ({ threadId, attachment })),
      attachmentId,
    )
  }
}
