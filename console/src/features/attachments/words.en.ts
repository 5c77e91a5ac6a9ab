export const attachments = {
  image: '[Picture]',
  video: '[Video]',
  file: '[File]',
}
