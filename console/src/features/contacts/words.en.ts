export const contacts = {
  visitor: 'Visitor {number}',
}
