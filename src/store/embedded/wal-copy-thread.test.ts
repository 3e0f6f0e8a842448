import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('a process that closes it while it copies ends when both are done', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keepwatch-copy-'))
  const program = `
    import { copyThread } from ${JSON.stringify(join(import.meta.dirname, 'wal-copy-thread.ts'))}
    const { copy, close } = copyThread(${JSON.stringify(join(folder, 'keepwatch.db'))})
    const copied = copy('passive')
    await close()
    console.log(await copied.then(() => 'copied'))`
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    program,
  ])
  expect(stdout).toBe('copied\n')
  await rm(folder, { recursive: true })
})
