/** The ids of a field's parts: one form is on the screen at a time, so a name is enough. */
export const fieldId = (name: string): string => `field-${name}`
export const helpId = (name: string): string => `field-${name}-help`
export const errorId = (name: string): string => `field-${name}-error`
