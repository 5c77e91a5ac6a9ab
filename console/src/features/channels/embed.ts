/** What a site puts into its pages. */
export const embedSnippet = (server: string, channelKey: string): string =>
  `<script async src="${server}/sdk/v1.js" data-channel="${channelKey}"></script>`

/** The page of a channel that is opened by a link or a QR code. */
export const pageAddress = (server: string, channelKey: string): string => `${server}/c/${channelKey}`
