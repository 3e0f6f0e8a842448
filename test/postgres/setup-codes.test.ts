import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { setupCodeIn } from '../../src/data-folder.ts'
import type { Store } from '../../src/store/store.ts'
import { welcome } from '../../src/welcome.ts'
import { addWriter } from '../faults/support/writer.ts'
import { commandLine } from '../support/keepwatch.ts'
import { type SeveralServers, serversAtOnce } from './servers.ts'
import { twoStores } from './two-stores.ts'

/** Whatever a server has printed opens it, whoever else started at the same moment, until the first account is made. */

let several: SeveralServers | undefined
afterEach(async () => {
  await several?.stop()
  several = undefined
})

/** Makes the first account at a server with what another one has printed: how the command ended. */
async function found(url: string, printed: string): Promise<number> {
  const code = /^Setup code, .*: (\S+)$/m.exec(printed)?.[1] ?? ''
  const line = await commandLine({ url }, 'ann@example.com')
  const names = ['--email', 'ann@example.com', '--name', 'Example']
  const { code: exit } = await line.keepwatch('account', 'create', ...names, '--setup-code', code)
  await line.remove()
  return exit
}

test.each([0, 1, 2])(
  'of three servers that start at once on an empty database, the code that number %i has printed makes the first account at any, and then none is left',
  async (n) => {
    several = await serversAtOnce(3)
    const { running, folderOf } = several
    const [mine, next] = [running[n], running[(n + 1) % 3]]
    if (!mine || !next) throw new Error('a server is missing')
    const printed = running.map(welcome)
    expect(await found(next.url, printed[n] ?? '')).toBe(0)
    for (const [at, other] of printed.entries()) {
      const url = running[at]?.url ?? ''
      expect(await found(url, other), `server ${at}`).not.toBe(0)
    }

    // The file of the one that made the account is gone at once, and the others lose theirs when they start again.
    expect(existsSync(join(folderOf((n + 1) % 3), 'setup-code'))).toBe(false)
  },
)

test('a server that comes to the database just after the first account prints no code, and keeps none', async () => {
  const stores = await twoStores()
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-late-code-'))
  onTestFinished(async () => {
    await stores.remove([stores.one, stores.other])
    await rm(folder, { recursive: true, force: true })
  })
  const late: Store = {
    ...stores.one,
    async read(work) {
      const seen = await stores.one.read(work)
      // Another server makes the account after this one has looked.
      await stores.other.transaction(addWriter)
      return seen
    },
  }
  expect(await setupCodeIn(folder, late)).toBeUndefined()
  expect(existsSync(join(folder, 'setup-code'))).toBe(false)
  expect(
    await stores.other.read(({ settings }) => settings.find('setup_code_hash')),
  ).toBeUndefined()
})
