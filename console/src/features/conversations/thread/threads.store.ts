import { defineStore } from 'pinia'
import { useConnection } from '../../../app/connection.store'
import { useEarlier } from './earlier'
import { useFollowers } from './followers'
import { useOpenThread } from './open-thread'

/** The thread on the screen, and those that were on it before. */
export const useThreads = defineStore('threads', () => {
  const connection = useConnection()
  const followers = useFollowers()
  const opened = useOpenThread(followers)
  const follower = () => followers.get(opened.threadId.value ?? '')
  const { earlier, loadEarlier } = useEarlier(opened.threadId, follower)

  /** After every connection: the server has forgotten what this tab was looking at. */
  function resume(): void {
    if (opened.openId.value !== undefined) void opened.read(opened.openId.value)
  }

  function catchUp(): void {
    if (connection.state !== 'online') return
    follower()
      ?.catchUp()
      .catch(() => undefined)
  }

  return { ...opened, earlier, loadEarlier, resume, catchUp, receive: followers.receive }
})
