import type { ParleyBoot, ParleyOptions, ParleyTheme } from './api.js'
import { hexColour } from './colour.js'
import { failure, own } from './own.js'

const DEFAULT_OFFSET_PX = 20
/** Above what pages use, below the largest number, which some pages use for what must be above all. */
const DEFAULT_Z_INDEX = 2_147_483_000
const CHANNEL_KEY = /^[a-z0-9][a-z0-9-]{0,39}$/

/** The options of a boot, checked, with what was left out filled in. */
export interface Settings {
  channel: string
  host: string
  locale: string | undefined
  direction: ParleyOptions['direction']
  mode: 'auto' | 'light' | 'dark'
  color: string | null
  position: 'left' | 'right' | null
  x: number
  y: number
  zIndex: number
  launcher: string | false | null
  container: Element | null
  load: NonNullable<ParleyBoot['load']>
  nonce: string | undefined
  hasConsent: boolean
}

/** @throws `bad_options` where the chat could not be what was asked for */
export function settingsFrom(given: ParleyBoot, defaultHost: string | undefined): Settings {
  const options = own(given)
  const host = options.host ?? defaultHost
  const { container } = options
  const element = typeof container === 'string' ? document.querySelector(container) : (container ?? null)
  if (
    typeof options.channel !== 'string' ||
    !CHANNEL_KEY.test(options.channel) ||
    typeof host !== 'string' ||
    !/^https?:\/\/[^/]/.test(host) ||
    (container !== undefined && element === null)
  )
    throw failure('bad_options')
  const settings: Settings = {
    channel: options.channel,
    host: new URL(host).origin,
    locale: undefined,
    direction: undefined,
    mode: 'auto',
    color: null,
    position: null,
    x: DEFAULT_OFFSET_PX,
    y: DEFAULT_OFFSET_PX,
    zIndex: DEFAULT_Z_INDEX,
    launcher: null,
    container: element,
    load: oneOf(['now', 'idle', 'interaction', 'manual'], options.load) ?? (element === null ? 'interaction' : 'now'),
    nonce: options.nonce,
    hasConsent: true,
  }
  return withOptions(settings, options)
}

type Direction = NonNullable<ParleyOptions['direction']>

/** What is not named stays as it was; what cannot be understood does too. */
export function withOptions(settings: Settings, given: ParleyOptions): Settings {
  const { locale, direction, launcher, consent, theme } = own(given)
  return withTheme(
    {
      ...settings,
      ...(typeof locale === 'string' ? { locale } : {}),
      direction: oneOf<Direction>(['auto', 'ltr', 'rtl'], direction) ?? settings.direction,
      ...(typeof launcher === 'string' || launcher === false ? { launcher } : {}),
      ...(typeof consent === 'boolean' ? { hasConsent: consent } : {}),
    },
    theme,
  )
}

function withTheme(settings: Settings, given: ParleyTheme | undefined): Settings {
  const { mode, color, position, offset, zIndex } = own(given)
  const { x, y } = typeof offset === 'object' ? own(offset) : { x: offset, y: offset }
  return {
    ...settings,
    mode: oneOf(['auto', 'light', 'dark'], mode) ?? settings.mode,
    color: hexColour(color) ?? settings.color,
    position: oneOf<'left' | 'right'>(['left', 'right'], position) ?? settings.position,
    x: numberOr(settings.x, x),
    y: numberOr(settings.y, y),
    zIndex: numberOr(settings.zIndex, zIndex),
  }
}

/** A tag's attributes are text. */
const numberOr = (otherwise: number, given: unknown): number =>
  isFinite(Number(given ?? NaN)) ? Number(given) : otherwise

const oneOf = <Known extends string>(known: Known[], given: string | undefined): Known | undefined =>
  known.find((each) => each === given)
