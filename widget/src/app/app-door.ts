interface Post {
  postMessage: (message: string) => void
}

/** Takes one message to the app around this page. */
export type AppDoor = (message: string) => void

/** What the app that shows this page has put there to be told: `ParleyApp` of its own, or its WebView's. Null in a browser. */
export function appDoor(): AppDoor | null {
  const { ParleyApp, ReactNativeWebView, webkit } = window as unknown as {
    ParleyApp?: Post
    ReactNativeWebView?: Post
    webkit?: { messageHandlers?: { ParleyApp?: Post } }
  }
  const door = ParleyApp ?? webkit?.messageHandlers?.ParleyApp ?? ReactNativeWebView
  return door ? (message) => door.postMessage(message) : null
}
