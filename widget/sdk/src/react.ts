import { useEffect, useRef, useState } from 'react'
import type { ParleyApi, ParleyBoot, ParleyIdentity } from './api.js'
import { Parley } from './index.js'
import { unlessGone } from './own.js'

/**
 * Boots the chat with the component and takes it away with it. `identity` may change: somebody signs in, or out (null); keep
 * it the same object while it means the same. What is returned follows the chat.
 */
export function useParley(
  options: ParleyBoot,
  identity?: ParleyIdentity | null,
): { parley: ParleyApi; unread: number; isOpen: boolean } {
  const [unread, setUnread] = useState(0)
  const [isOpen, setIsOpen] = useState(false)
  const { channel, host } = options

  useEffect(() => {
    const counted = ({ count }: { count: number }) => setUnread(count)
    const opened = () => setIsOpen(true)
    const closed = () => setIsOpen(false)
    void Parley.on('unread', counted)
    void Parley.on('open', opened)
    void Parley.on('close', closed)
    void Parley.boot(options)
    return () => {
      void Parley.off('unread', counted)
      void Parley.off('open', opened)
      void Parley.off('close', closed)
      void Parley.destroy()
    }
    // Another channel is another chat; other options are changed with `parley.update`.
  }, [channel, host])

  const wasIdentified = useRef(false)
  useEffect(() => {
    if (identity) Parley.identify(identity).catch(unlessGone)
    else if (wasIdentified.current) void Parley.logout()
    wasIdentified.current = Boolean(identity)
  }, [identity])

  return { parley: Parley, unread, isOpen }
}
