import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'
import { countedRows } from './progress.ts'

/** How many rows have come so far, for who watches a long report. */

function terminal(isTTY: boolean) {
  let text = ''
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _, done) {
      text += chunk
      done()
    },
  })
  return { stream: Object.assign(stream, { isTTY }), text: () => text }
}

async function* numbers(count: number) {
  for (let n = 0; n < count; n++) yield n
}

type Given = {
  readonly options?: Partial<GlobalOptions>
  readonly stdout?: boolean
  readonly stderr?: boolean
}

async function shown(count: number, { options, stdout = true, stderr = true }: Given = {}) {
  const [out, err] = [terminal(stdout), terminal(stderr)]
  const environment = { stdout: out.stream, stderr: err.stream } as unknown as Environment
  const global = { format: 'table', ...options } as GlobalOptions
  const rows = await Array.fromAsync(countedRows(numbers(count), global, environment))
  expect(rows).toHaveLength(count)
  return err.text()
}

test('a thousand at a time, and nothing is left of it', async () => {
  expect(await shown(12_345)).toMatch(/^\r1,000 rows\r2,000 rows.*\r12,000 rows\r {11}\r$/s)
})

test.each<readonly [string, Given]>([
  ['nobody watches', { stderr: false }],
  ['it should be quiet', { options: { quiet: true } }],
  ['the rows themselves go to the terminal', { options: { format: 'csv' } }],
])('nothing while %s', async (_, given) => expect(await shown(5_000, given)).toBe(''))

test.each<readonly [string, Given]>([
  ['a file', { options: { format: 'csv', output: 'rows.csv' } }],
  ['another program', { options: { format: 'ndjson' }, stdout: false }],
])('while the rows go to %s', async (_, given) =>
  expect(await shown(1_000, given)).toContain('1,000'),
)

test('a short report shows nothing', async () => expect(await shown(999)).toBe(''))
