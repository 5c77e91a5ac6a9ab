// npm start: installs, builds what is stale, runs the server, and says where it is.
import './require-node.mjs'

import('./serve.mjs').then(({ serve }) => serve())
