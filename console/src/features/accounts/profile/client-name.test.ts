import { clientName } from './client-name'

describe('what a browser calls itself', () => {
  it.each([
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'Chrome 140',
      'Linux',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.1',
      'Edge 140',
      'Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari 18',
      'iOS',
    ],
    ['Mozilla/5.0 (Linux; Android 14) Chrome/120.0.0.0 MicroMessenger/8.0.50', 'WeChat 8', 'Android'],
    ['curl/8.5.0', '', ''],
  ])('%s', (userAgent, browser, system) => expect(clientName(userAgent)).toEqual({ browser, system }))
})
