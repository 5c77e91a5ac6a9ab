/** How a figure stands to its floor and its goal. `better` says in which direction it improves. */
export function goal({ better, ...figure }) {
  const meets = (limit) => (better === 'more' ? figure.median >= limit : figure.median <= limit)
  return { ...figure, better, meetsFloor: meets(figure.floor), meetsGoal: meets(figure.goal) }
}

/** CI machines are not this machine: its gate lies a quarter beyond the floor. */
const MARGIN = 0.25

export function passesGate({ median, floor, better }) {
  return better === 'more' ? median >= floor * (1 - MARGIN) : median <= floor * (1 + MARGIN)
}

/** The distance to a limit in percent of it; negative: missed by so much. */
export function distance({ median, better }, limit) {
  if (limit === 0) return median === 0 ? 'met' : `missed by ${median}`
  const ahead = Math.round(100 * (better === 'more' ? median / limit - 1 : 1 - median / limit))
  return ahead >= 0 ? `met by ${ahead} %` : `missed by ${-ahead} %`
}
