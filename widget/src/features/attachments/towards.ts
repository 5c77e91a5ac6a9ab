/** How many pictures on a side of the screen leads: what comes next lies where lines go on. */
export const towards = (side: 'left' | 'right'): 1 | -1 => ((side === 'left') === (document.dir === 'rtl') ? 1 : -1)
