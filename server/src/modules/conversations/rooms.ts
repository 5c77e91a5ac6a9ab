/** The staff who follow a thread: its assignee, and whoever has it open. Computed from the store, never from what a client says. */
export const threadRoom = (tenantId: string, threadId: string): string => `thread:${tenantId}:${threadId}`
