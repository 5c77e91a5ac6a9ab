// What a dependency's licence may be, and what a secret looks like: pure rules of check-supply.ts.

/** Licences that allow what this repository does with what they cover. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'MPL-2.0',
])

/** Packages that stand apart, each with the reason why they may be here. */
export const APART: Readonly<Record<string, string>> = {
  '@ffmpeg-installer/ffmpeg': 'finds a program that runs as a process of its own',
  '@ffmpeg-installer/linux-x64': 'a program that runs as a process of its own',
  '@ffprobe-installer/ffprobe': 'finds a program that runs as a process of its own',
  '@ffprobe-installer/linux-x64': 'a program that runs as a process of its own',
  'caniuse-lite': 'CC-BY-4.0: data that a build tool reads',
  only: 'MIT by its readme, unnamed in its manifest',
  uid2: 'MIT by its LICENSE file, unnamed in its manifest',
}
/** Shared libraries that may be replaced by their user, as LGPL asks. */
const REPLACEABLE = /^@img\/sharp-libvips-/

export interface Dependency {
  name: string
  /** As its manifest says: an SPDX expression; empty when it says nothing. */
  licence: string
}

/** A line for each dependency whose licence nobody has allowed. An `OR` needs one allowed part, an `AND` all of them. */
export function licenceFaults(dependencies: readonly Dependency[]): string[] {
  return dependencies
    .filter(({ name, licence }) => !(name in APART) && !REPLACEABLE.test(name) && !isAllowed(licence))
    .map(({ name, licence }) => `${name}: licence "${licence}" is not on the list of scripts/supply-rules.ts`)
}

function isAllowed(licence: string): boolean {
  const words = licence.replace(/[()]/g, '')
  if (words.includes(' OR ')) return words.split(' OR ').some(isAllowed)
  return words.split(' AND ').every((each) => ALLOWED.has(each.trim()))
}

/** What services give out as keys, by the form that they give it. */
const SECRETS: readonly RegExp[] = [
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bnpm_[A-Za-z0-9]{36}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\bsk_live_[A-Za-z0-9]{16,}/,
  /\bAIza[0-9A-Za-z_-]{35}\b/,
  /mongodb(?:\+srv)?:\/\/[^\s:@/'"`$<…]+:[^\s@/'"`$<…]{4,}@(?!127\.0\.0\.1|localhost)/,
]

/** The numbers of the lines that hold what looks like a secret. */
export function secretLines(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (SECRETS.some((secret) => secret.test(line)) ? [index + 1] : []))
}
