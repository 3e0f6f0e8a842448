import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { completionScript, shells } from './script.ts'

const run = promisify(execFile)

function program(): Command {
  const keepwatch = new Command('keepwatch').option('--server <url>', "it's the server")
  const manager = keepwatch.command('secrets-manager').alias('sm').description('applications: all')
  const app = manager.command('app')
  app.command('create').option('--editable', 'may be changed')
  app.command('remove')
  keepwatch.command('tail').option('--since <seq>')
  return keepwatch
}

/** What bash offers after these words. */
async function offered(...words: readonly string[]): Promise<readonly string[]> {
  const script = `${completionScript('bash', program())}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _keepwatch; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await run('bash', ['-c', script, 'bash', ...words])
  return stdout.split('\n').filter((word) => word !== '')
}

describe('bash', () => {
  test('offers commands and global flags at first', async () => {
    expect(await offered('keepwatch', '')).toEqual(
      expect.arrayContaining(['secrets-manager', 'tail', '--server']),
    )
  })

  test('offers what begins as the word does', async () => {
    expect(await offered('keepwatch', 'ta')).toEqual(['tail'])
    expect(await offered('keepwatch', 'tail', '--s')).toEqual(['--since'])
  })

  test('follows nested commands, aliases and flags between them', async () => {
    expect(await offered('keepwatch', 'secrets-manager', 'app', 'c')).toEqual(['create'])
    expect(await offered('keepwatch', 'sm', 'app', 'r')).toEqual(['remove'])
    expect(await offered('keepwatch', '--server', 'x', 'sm', 'app', 'create', '--e')).toEqual([
      '--editable',
    ])
  })
})

test.each(shells)(
  'the script for %s names every command and flag, with quotes escaped',
  (shell) => {
    const script = completionScript(shell, program())
    for (const word of ['secrets-manager', 'app', 'create', 'remove', 'tail', 'editable', 'since'])
      expect(script).toContain(word)
    expect(script).not.toContain("it's")
  },
)
