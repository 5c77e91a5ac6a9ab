import { judgeType, safeName } from './accepted-types.js'

const text = (content: string) => new TextEncoder().encode(content)
const judge = (name: string, head: Uint8Array, detected?: string) => {
  const verdict = judgeType({ name, head, detected })
  return 'type' in verdict ? verdict.type.mediaType : verdict.refusal
}

describe('the type of a file', () => {
  it.each([
    ['a.png', 'image/png', 'image/png'],
    ['a.png', 'image/apng', 'image/png'],
    ['a.exe', 'image/png', 'image/png'],
    ['a.jpg', 'image/heic', 'heic'],
    ['a.jpg', 'image/svg+xml', 'unknown'],
    ['a.png', 'application/x-msdownload', 'program'],
    ['a.png', 'application/x-elf', 'program'],
    ['a.mp4', 'video/x-m4v', 'video/mp4'],
    ['a.mkv', 'video/x-matroska', 'unknown'],
    ['a.doc', 'application/x-cfb', 'application/msword'],
    ['a.msi', 'application/x-cfb', 'unknown'],
    ['a.zip', 'application/zip', 'application/zip'],
    ['a.docx', 'application/zip', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.apk', 'application/vnd.android.package-archive', 'program'],
  ])('%s that is %s by its magic: %s', (name, detected, outcome) => {
    expect(judge(name, text(''), detected)).toBe(outcome)
  })

  it.each([
    ['a.txt', 'Hello, 你好', 'text/plain; charset=utf-8'],
    ['a.csv', 'a,b\n1,2', 'text/csv; charset=utf-8'],
    ['a.png', 'hello', 'mismatch'],
    ['a', 'hello', 'mismatch'],
    ['a.js', 'alert(1)', 'active'],
    ['a.png', '<svg xmlns="http://www.w3.org/2000/svg">', 'active'],
    ['a.txt', 'x <script>alert(1)</script>', 'active'],
    ['a.html', 'hello', 'active'],
    ['a.txt', '#EXTM3U\n#EXT-X-MEDIA', 'playlist'],
    ['a.mp4', "ffconcat version 1.0\nfile '/etc/passwd'", 'playlist'],
    ['a.txt', 'binary \u0000', 'unknown'],
  ])('%s holding %j: %s', (name, content, outcome) => expect(judge(name, text(content))).toBe(outcome))

  it('takes a Chinese spreadsheet in its old encoding', () => {
    expect(judge('a.csv', Uint8Array.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0x31]))).toBe('text/csv; charset=utf-8')
  })

  it('forgives a head that ends within a character', () => {
    expect(judge('a.txt', text('你好').subarray(0, 5))).toBe('text/plain; charset=utf-8')
  })
})

describe('the name of a file', () => {
  const png = { kind: 'image', mediaType: 'image/png', extensions: ['png'] } as const
  it.each([
    ['截图 2026-11-21.png', '截图 2026-11-21.png'],
    ['../../etc/passwd', '_.._etc_passwd.png'],
    ['..', 'file.png'],
    ['a\r\nSet-Cookie: x.png', 'a__Set-Cookie_ x.png'],
    ['gnp\u202e.exe', 'gnp_.exe.png'],
    ['PHOTO.PNG', 'PHOTO.png'],
    ['evil.html', 'evil.html.png'],
    ['.png', 'png.png'],
    ['x'.repeat(300) + '.png', 'x'.repeat(180) + '.png'],
  ])('%j becomes %j', (name, safe) => expect(safeName(name, png)).toBe(safe))
})
