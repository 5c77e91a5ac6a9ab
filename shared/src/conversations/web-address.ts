/** An address that a link may lead to: http and https alone, whatever else a schema of before let through. */
export const webAddress = (address: string | undefined): string | undefined =>
  /^https?:\/\//i.test(address ?? '') ? address : undefined
