// Loaded before the server (node --require): the console was never built.
const { join } = require('node:path')

require(join(__dirname, '..', '..', 'dist', 'platform', 'http', 'page-directories.js')).CONSOLE_DIRECTORY = join(
  __dirname,
  'none',
)
