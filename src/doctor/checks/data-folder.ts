import { access, constants, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { check, type Finding, ok, wrong } from '../check.ts'

/** What only the server's user may read. */
const secrets = [
  'server-key.pem',
  'log-key',
  'target-key',
  'keepwatch.db',
  'tls/ca.key',
  'setup-code',
]

const othersMay = (mode: number) => (mode & 0o077) !== 0

async function exposed(folder: string): Promise<readonly Finding[]> {
  const found: Finding[] = []
  for (const name of secrets) {
    const file = join(folder, name)
    const mode = (await stat(file).catch(() => undefined))?.mode ?? 0
    if (othersMay(mode))
      found.push(
        wrong(`Others may read ${file}.`, `chmod 600 ${file}, and take its key for known.`),
      )
  }
  return found
}

export const dataFolder = check('data folder', async ({ settings: { data } }) => {
  const there = await stat(data).catch(() => undefined)
  if (!there)
    return [
      wrong(`There is no data folder ${data}.`, 'Name it with --data, or start the server once.'),
    ]
  const found: Finding[] = []
  if (othersMay(there.mode)) found.push(wrong(`Others may look into ${data}.`, `chmod 700 ${data}`))
  await access(data, constants.W_OK | constants.X_OK).catch(() =>
    found.push(
      wrong(
        `This user may not write into ${data}.`,
        'Run this as the user of the server, or chown the folder.',
      ),
    ),
  )
  found.push(...(await exposed(data)))
  return found.length > 0 ? found : [ok(`${data} is its owner’s alone.`)]
})
