import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { check, type Finding, ok, warning, wrong } from '../check.ts'

async function judgeFile(file: string, data: string): Promise<readonly Finding[]> {
  const found: Finding[] = []
  if (resolve(file).startsWith(resolve(data) + sep))
    found.push(
      wrong(
        `The key that seals the keys, ${file}, lies beside them.`,
        'Move it where no backup of the data folder takes it along.',
      ),
    )
  const mode = (await stat(file)).mode
  if (mode & 0o077) found.push(wrong(`Others may read ${file}.`, `chmod 400 ${file}`))
  return found
}

const sentences = {
  none: ok('The first start seals the keys that it makes.'),
  plain: warning(
    'The keys of the server are not sealed yet: the next start seals them.',
    'Restart the server with this key; backups from before hold them as they were.',
  ),
  sealed: ok('The keys of the server are sealed, and this key opens them.'),
} as const

export const sealingKey = check('sealing key', async ({ settings, sealing }) => {
  const { key, keyFile, keyCommand, data } = settings
  const state = await sealing()
  if (!key && !keyFile && !keyCommand)
    return [
      warning(
        'The keys of the server lie in the data folder as they are: whoever copies it has them.',
        'Seal them with a key that is elsewhere: --key-file or --key-command.',
      ),
    ]
  const found = keyFile ? await judgeFile(keyFile, data) : []
  return found.length > 0 ? found : [sentences[state]]
})
