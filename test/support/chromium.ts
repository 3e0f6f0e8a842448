import { existsSync } from 'node:fs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The Chromium that CHROME_PATH names, or one that is installed where it usually is. */
export const installedChromium = (): string | undefined =>
  [process.env['CHROME_PATH'], ...usual].find((path) => path !== undefined && existsSync(path))

/** The same, for a test that cannot do without. */
export function chromiumPath(): string {
  const found = installedChromium()
  if (!found)
    throw new Error('no Chromium: install it (apt-get install chromium) or name it in CHROME_PATH')
  return found
}
