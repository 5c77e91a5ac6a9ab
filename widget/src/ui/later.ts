import { defineAsyncComponent } from 'vue'
import type { AsyncComponentLoader, Component } from 'vue'

const LONGEST_PAUSE_MS = 8_000

/**
 * A component whose code comes when it is first shown. While the network is away it is asked for again, after 2 s and each time
 * twice as long: what stands on the page, such as a picture in a message, is not opened anew by anybody.
 */
export const later = <Loaded extends Component>(loader: AsyncComponentLoader<Loaded>): Loaded =>
  defineAsyncComponent({
    loader,
    onError: (_error, retry, _fail, attempts) =>
      void setTimeout(retry, Math.min(1_000 * 2 ** attempts, LONGEST_PAUSE_MS)),
  })
