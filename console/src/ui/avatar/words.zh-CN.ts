import type { avatar as english } from './words.en'

export const avatar: typeof english = {
  title: '头像',
  ofStaff: 'JPEG、PNG 或 WebP。与客户对话时，客户会看到它。',
  ofContact: 'JPEG、PNG 或 WebP。只有员工能看到它。',
  choose: '选择图片',
  remove: '移除',
  crop: '选择要显示的部分',
  cropHint: '拖动，或用方向键移动；+ 和 − 可缩放。',
  square: '图片中显示的部分',
  zoom: '放大',
  use: '使用这张图片',
  unreadable: '无法将此文件读取为图片，请选择 JPEG、PNG 或 WebP。',
}
