import type { attachments as en } from './words.en'

export const attachments: typeof en = {
  image: '[图片]',
  video: '[视频]',
  file: '[文件]',
}
