import { computed } from 'vue'
import { locale } from '../../ui/locale'

/** Words of files and pictures: they come with the first of them. */
const en = {
  chosenFiles: 'Files for this message',
  filesLeftOut: (max: number, count: number) => `A message takes ${max} files; ${count} were left out`,
  uploadWaiting: 'Waiting',
  uploadAgain: (name: string) => `Upload ${name} again`,
  removeFile: (name: string) => `Remove ${name}`,
  downloadFile: (name: string) => `Download ${name}`,
  openPicture: (name: string) => `Open picture ${name}`,
  playVideo: (name: string) => `Play video ${name}`,
  preparingVideo: 'Getting ready',
  typeRefused: 'This kind of file cannot be sent',
  heicRefused: 'HEIC pictures cannot be sent. Save it as JPEG first',
  fileTooLarge: (limit: string) => `Too large: ${limit} at most`,
  fileUnreadable: 'The file cannot be read',
  quotaExceeded: 'You have sent as much as a day allows',
  uploadFailed: 'The upload failed',
  pictures: 'Pictures',
  pictureFailed: 'The picture did not load',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  rotate: 'Rotate',
  previousPicture: 'Previous picture',
  nextPicture: 'Next picture',
  close: 'Close',
}

const zhCN: typeof en = {
  chosenFiles: '这条消息的文件',
  filesLeftOut: (max, count) => `一条消息最多 ${max} 个文件，已略去 ${count} 个`,
  uploadWaiting: '等待上传',
  uploadAgain: (name) => `重新上传 ${name}`,
  removeFile: (name) => `移除 ${name}`,
  downloadFile: (name) => `下载 ${name}`,
  openPicture: (name) => `查看图片 ${name}`,
  playVideo: (name) => `播放视频 ${name}`,
  preparingVideo: '处理中',
  typeRefused: '不支持发送这种文件',
  heicRefused: '不支持 HEIC 图片，请先另存为 JPEG',
  fileTooLarge: (limit) => `文件过大，最大 ${limit}`,
  fileUnreadable: '文件无法读取',
  quotaExceeded: '今天可发送的文件总量已用完',
  uploadFailed: '上传失败',
  pictures: '图片',
  pictureFailed: '图片没有加载出来',
  zoomIn: '放大',
  zoomOut: '缩小',
  rotate: '旋转',
  previousPicture: '上一张',
  nextPicture: '下一张',
  close: '关闭',
}

const DICTIONARIES = { en, 'zh-CN': zhCN }

/** What is said of files and pictures in the reader's language. */
export const attachmentWords = computed(() => DICTIONARIES[locale.value])
