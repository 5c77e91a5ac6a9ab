import { contentDisposition } from './content-disposition.js'

describe('the name of a download', () => {
  it.each([
    ['report.pdf', 'attachment; filename="report.pdf"; filename*=UTF-8\'\'report.pdf'],
    ['截图 1.png', 'attachment; filename="__ 1.png"; filename*=UTF-8\'\'%E6%88%AA%E5%9B%BE%201.png'],
    ['a"b\\c%41.txt', 'attachment; filename="a_b_c_41.txt"; filename*=UTF-8\'\'a%22b%5Cc%2541.txt'],
    ["it's (1).txt", "attachment; filename=\"it's (1).txt\"; filename*=UTF-8''it%27s%20%281%29.txt"],
  ])('%s', (name, header) => expect(contentDisposition('attachment', name)).toBe(header))
})
