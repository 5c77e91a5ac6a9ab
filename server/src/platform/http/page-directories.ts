import { join } from 'node:path'

const root = join(__dirname, '..', '..', '..', '..')

/** What the builds of the two apps leave, in a checkout and in an image alike. */
export const CONSOLE_DIRECTORY = join(root, 'console', 'dist')
export const WIDGET_DIRECTORY = join(root, 'widget', 'dist')
/** The demo's shop; an image for production does not have it. */
export const PLAYGROUND_DIRECTORY = join(root, 'widget', 'playground', 'dist')
