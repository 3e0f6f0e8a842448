import { existsSync } from 'node:fs'

const candidates = [process.env['CHROME_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome']

/** Debian's Chromium, or the one that CHROME_PATH names. */
export function chromiumPath(): string {
  const found = candidates.find((path) => path !== undefined && existsSync(path))
  if (!found)
    throw new Error('no Chromium: install it (apt-get install chromium) or name it in CHROME_PATH')
  return found
}
