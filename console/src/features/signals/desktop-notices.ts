/** Notices of the desktop, one for each conversation, gone as soon as it has been read anywhere. */
export class DesktopNotices {
  private readonly shown = new Map<string, Notification>()

  constructor(private readonly open: (conversationId: string) => void) {}

  show(conversationId: string, { title, body }: { title: string; body: string }): void {
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return
    const notice = new Notification(title, { body, tag: conversationId, icon: '/console/icon.svg' })
    notice.onclick = () => {
      window.focus()
      this.open(conversationId)
      notice.close()
    }
    this.shown.set(conversationId, notice)
  }

  /** Takes away those that have nothing left to tell. */
  keepOnly(isUnread: (conversationId: string) => boolean): void {
    for (const [conversationId, notice] of this.shown) {
      if (isUnread(conversationId)) continue
      notice.close()
      this.shown.delete(conversationId)
    }
  }
}
