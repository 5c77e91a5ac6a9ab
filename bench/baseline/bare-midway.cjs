// What starting costs at least: Midway with the components that Parley uses, without a class of its own.
const { Bootstrap } = require('@midwayjs/bootstrap')
const { Configuration } = require('@midwayjs/core')
const koa = require('@midwayjs/koa')
const socketio = require('@midwayjs/socketio')
const staticFile = require('@midwayjs/static-file')

class MainConfiguration {
  onServerReady(container) {
    const http = container.get('_midway_http_server')
    http.listen(0, '127.0.0.1', () => process.send?.({ port: http.address().port }))
  }
}
const midwayLogger = {
  clients: { coreLogger: { level: 'warn' } },
  default: { level: 'warn', transports: { file: false, error: false, json: false } },
}
Configuration({
  imports: [koa, socketio, staticFile],
  importConfigs: [{ default: { koa: {}, keys: 'unused', midwayLogger } }],
})(MainConfiguration)

process.env.MIDWAY_SERVER_ENV = 'prod'
// Nothing is looked for: the other baselines lie beside this file, and Midway would load them.
Bootstrap.configure({
  appDir: process.cwd(),
  baseDir: __dirname,
  imports: [{ MainConfiguration }],
  moduleDetector: false,
})
void Bootstrap.run()
process.once('disconnect', () => process.exit(0))
