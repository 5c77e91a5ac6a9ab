/** Every word that a visitor reads. The Chinese ones stand in `words.zh-CN.ts`, under the same names. */
export const en = {
  chat: 'Chat',
  greeting: 'Hi, how can we help?',
  greetingHint: 'Write your question below. The answer appears here, and stays here when you come back.',
  loadingMessages: 'Loading messages',

  connecting: 'Connecting…',
  notConnected: 'Not connected',
  online: 'Online',
  away: 'Away',
  waitingForAgent: 'Waiting for an agent',
  talkingWith: (name: string) => `Talking with ${name}`,

  offline: 'You are offline. Messages leave when you are back',
  unreachable: 'Connecting takes longer than usual. Your messages are kept',
  tryAgain: 'Try again',
  nobodyOnline: 'Nobody is online right now. Leave a message and we will answer here',

  unknownChannel: 'This chat address does not exist',
  unknownChannelHint: 'Check the link, or ask for a new one where you found it.',

  messages: 'Messages',
  message: 'Message',
  writeMessage: 'Write a message…',
  send: 'Send',
  charactersLeft: (count: number) => `${count} characters left`,
  charactersOver: (count: number) => `${count} characters too many`,

  you: 'You',
  sending: 'Sending…',
  waitingForNetwork: 'Waiting for the network…',
  sent: 'Sent',
  delivered: 'Delivered',
  read: 'Read',
  notSent: 'Not sent',
  tooLongToSend: 'Not sent: too long',
  retry: 'Retry',
  discard: 'Discard',

  messageOptions: 'Message options',
  recall: 'Recall',
  keep: 'Keep',
  recallTooLate: 'A message can be recalled for two minutes; this one stays',
  recallFailed: 'The message could not be recalled. Try again',
  dismiss: 'Dismiss',

  youRecalled: 'You recalled a message',
  someoneRecalled: (name: string) => `${name} recalled a message`,
  started: 'Conversation started',
  assigned: (name: string) => `${name} joined the conversation`,
  ended: 'Conversation ended',
  youEnded: 'You ended the conversation',
  writeAgain: 'Write again whenever you like',
  nobodyOnlineLine: 'Nobody is online right now. Your message is kept and will be answered',

  newMessages: 'New messages',
  newCount: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
  toNewest: 'To the newest message',
  loadingEarlier: 'Loading earlier messages…',
  earlierFailed: 'Earlier messages could not be loaded.',
  typing: (name: string) => `${name} is typing`,
}

export type Words = typeof en
