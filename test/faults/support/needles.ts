import { randomBytes } from 'node:crypto'

/** A secret that occurs nowhere else in the world. */
export const canary = (): string => `canary${randomBytes(12).toString('hex')}`

/** The part of a base64 text that does not depend on what stands before or after the bytes. */
function base64At(offset: number, bytes: Buffer): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return text.slice(offset === 0 ? 0 : 4, -4).replaceAll('=', '')
}

/** The forms in which a secret may hide: as it is, base64 at each of three places, base64url, hexadecimal, in a URL. */
export function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret)
  const base64 = [0, 1, 2].map((offset) => base64At(offset, bytes))
  const base64url = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))
  const hex = bytes.toString('hex')
  const all = [secret, encodeURIComponent(secret), ...base64, ...base64url, hex, hex.toUpperCase()]
  return [...new Set(all)]
}

/** Which secrets are found in which of these places, in any form. */
export function findSecrets(
  secrets: readonly string[],
  places: Readonly<Record<string, Buffer>>,
): readonly string[] {
  const entries = Object.entries(places)
  return secrets.flatMap((secret) =>
    formsOf(secret).flatMap((form) =>
      entries
        .filter(([, bytes]) => bytes.includes(form))
        .map(([place]) => `${secret} as ${form} in ${place}`),
    ),
  )
}
