// Loaded before the server (node --require): the package that draws pictures is missing, or with PARLEY_SHARP=broken cannot be loaded.
const Module = require('node:module')

const resolveFilename = Module._resolveFilename
const loadNative = Module._extensions['.node']

if (process.env.PARLEY_SHARP === 'broken') {
  Module._extensions['.node'] = (module, filename) => {
    if (/sharp/.test(filename)) throw new Error('its library does not fit this system')
    return loadNative(module, filename)
  }
} else {
  Module._resolveFilename = (request, ...rest) => {
    if (request === 'sharp') throw new Error("Cannot find module 'sharp'")
    return resolveFilename(request, ...rest)
  }
}
