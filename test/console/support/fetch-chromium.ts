import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inflate } from '@sparticuz/chromium'
import { installedChromium } from '../../support/chromium.ts'

/**
 * A Chromium for machines that have none: the npm package carries one for Linux on x64, packed, with the libraries that a
 * bare system lacks. It is unpacked once, into a folder that git does not see.
 */

const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
const packed = join(dirname(entry), '../bin')
const unpacked = join(import.meta.dirname, '../../../node_modules/.cache/keepwatch-chromium')

/** The package unpacks into the folder for temporary files, whichever that is just then. */
async function inflateInto(folder: string): Promise<void> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    for (const name of ['chromium.br', 'swiftshader.tar.br', 'al2023.tar.br'])
      await inflate(join(packed, name))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

async function unpack(): Promise<void> {
  const draft = `${unpacked}-${process.pid}`
  await mkdir(draft, { recursive: true })
  await inflateInto(draft)
  await rename(draft, unpacked).catch(() => rm(draft, { recursive: true }))
}

/** Names a Chromium to the tests that follow, unless the machine has one. */
export async function setup(): Promise<void> {
  if (installedChromium()) return
  if (!existsSync(unpacked)) await unpack()
  process.env['CHROME_PATH'] = join(unpacked, 'chromium')
  process.env['LD_LIBRARY_PATH'] = join(unpacked, 'al2023/lib')
}
