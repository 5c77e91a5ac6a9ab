export const avatar = {
  title: 'Picture',
  ofStaff: 'JPEG, PNG or WebP. Contacts see it while you talk with them.',
  ofContact: 'JPEG, PNG or WebP. Only staff see it.',
  choose: 'Choose a picture',
  remove: 'Remove',
  crop: 'Choose the part to show',
  cropHint: 'Drag, or use the arrow keys; + and − enlarge.',
  square: 'The part of the picture that is shown',
  zoom: 'Enlarge',
  use: 'Use this picture',
  unreadable: 'This file cannot be read as a picture. Choose a JPEG, PNG or WebP.',
}
