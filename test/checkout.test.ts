import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'

const launcher = join(import.meta.dirname, '../bin/keepwatch')

/** A checkout of its own, with this Node as the pinned one and a program that is only this test's. */
function checkout(program: string) {
  const parent = mkdtempSync(join(tmpdir(), 'keepwatch checkout-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  const root = join(parent, 'a checkout')
  for (const folder of ['bin', 'src', 'node_modules/.bin']) {
    mkdirSync(join(root, folder), { recursive: true })
  }
  copyFileSync(launcher, join(root, 'bin/keepwatch'))
  symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'))
  writeFileSync(join(root, 'package.json'), '{"type":"module"}')
  writeFileSync(join(root, 'src/main.ts'), program)
  return { parent, root, command: join(root, 'bin/keepwatch') }
}

test('bin/keepwatch hands over its arguments and the exit code, from any folder and through links to links', () => {
  const { parent, root } = checkout(
    'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 4',
  )
  mkdirSync(join(parent, 'links'))
  symlinkSync('../a checkout/bin/keepwatch', join(parent, 'links/relative'))
  symlinkSync(join(parent, 'links/relative'), join(parent, 'absolute'))
  for (const [cwd, command] of [
    [root, 'bin/keepwatch'],
    [parent, './absolute'],
    ['/', join(parent, 'links/relative')],
  ] as const) {
    const { stdout, stderr, status } = spawnSync(command, ['--flag', 'two words', ''], {
      cwd,
      encoding: 'utf8',
    })
    expect({ stdout, stderr, status }).toEqual({
      stdout: '["--flag","two words",""]\n',
      stderr: '',
      status: 4,
    })
  }
})

test('bin/keepwatch is replaced by the program, so that a signal reaches it', async () => {
  const { command } = checkout(`
    process.on('SIGTERM', () => process.exit(7))
    setInterval(() => {}, 1000)
    console.log(process.pid)
  `)
  const child = spawn(command, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const [said] = await once(child.stdout, 'data')
  expect(Number(String(said))).toBe(child.pid)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([7, null])
})

test('before anything is installed bin/keepwatch says what to run', () => {
  const { root, command } = checkout('')
  rmSync(join(root, 'node_modules'), { recursive: true })
  const { stdout, stderr, status } = spawnSync(command, { encoding: 'utf8' })
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
  expect(stderr).toMatch(
    /^keepwatch: the pinned Node is not installed yet\. Run `npm ci` in .*a checkout/,
  )
})
