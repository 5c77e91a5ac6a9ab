// What somebody holds of a thread: everything up to a position, and what came beyond a hole.
export class HeldThread {
  constructor(id) {
    this.id = id
    this.position = 0
    this.contactCount = 0
    this.staffCount = 0
    this.readCount = 0
    this.ahead = new Map()
  }

  get hasHole() {
    return this.ahead.size > 0
  }

  /** Whether it is new. */
  take(entry) {
    if (entry.position <= this.position || this.ahead.has(entry.position)) return false
    this.ahead.set(entry.position, entry)
    for (let next = entry; next !== undefined; next = this.ahead.get(this.position + 1)) {
      if (next.position !== this.position + 1) break
      this.ahead.delete(next.position)
      Object.assign(this, { position: next.position, contactCount: next.contactCount, staffCount: next.staffCount })
    }
    return true
  }

  takeMarks(marks, isOwn) {
    for (const mark of marks) if (isOwn(mark)) this.readCount = Math.max(this.readCount, mark.readCount)
  }
}
