/** Line drawings on a 24 px grid, one path each. */
export const icons = {
  inbox: 'M4 5h16v11H9l-5 4z',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3 2',
  lock: 'M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2zM8 11V8a4 4 0 0 1 8 0v3',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M20 14.5A8.2 8.2 0 0 1 9.5 4 8.2 8.2 0 1 0 20 14.5z',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  language: 'M4 6h9M8.5 4v2M11 6c-.8 3.8-3.2 6.8-6.5 8.5M6 9.5c1.3 2.4 3.2 4 5.5 5M12.5 20l4-9.5 4 9.5M14 17h5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  checks: 'M2.5 12.5l4 4L14.5 8M11 15.5l1.5 1.5L21 8',
  back: 'M15 5l-7 7 7 7',
  down: 'M12 5v13M6 12.5l6 6 6-6',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  send: 'M4 12l16-7-6 15-3-6z',
  alert: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 8v5M12 16h.01',
  offline: 'M3 4l18 16M8.5 15.5a5 5 0 0 1 6.5-.4M5 12a10 10 0 0 1 4-2.4M19 12a10 10 0 0 0-5.5-2.8M12 19h.01',
  signOut: 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9',
  close: 'M6 6l12 12M18 6L6 18',
  chats: 'M4 4h12v9H9l-5 3.5zM19 9.5h1V20l-4-3h-6v-1',
} as const

export type IconName = keyof typeof icons
