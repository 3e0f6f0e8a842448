import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Cell } from '../../print/cell.ts'
import { type Format, printDocument } from './print-document.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'print-'))
})
afterEach(() => rm(folder, { recursive: true }))

function memory() {
  const chunks: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

async function print(
  format: Format,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
) {
  const { stream, text } = memory()
  await printDocument({ columns, rows }, { format, stream })
  return text()
}

const at = Temporal.Instant.from('2026-11-21T07:30:51.999Z')

test('a table stands as tabulate’s simple style does', async () => {
  expect(
    await print(
      'table',
      ['name', 'occurrences', 'share', 'when'],
      [
        ['ci-runner', 12_345, 0.5, at],
        ['美丽', 7, 12.25, ''],
        ['  padded  ', '', '', ''],
      ],
    ),
  ).toBe(
    [
      'name         occurrences    share  when',
      '---------  -------------  -------  -------------------------',
      'ci-runner          12345     0.5   2026-11-21 07:30:51+00:00',
      '美丽                   7    12.25',
      'padded',
      '',
    ].join('\n'),
  )
})

test('one value that is no number sets its column to the left', async () => {
  expect(await print('table', ['value'], [['12'], ['1.2.3.4'], ['7']])).toBe(
    'value\n-------\n12\n1.2.3.4\n7\n',
  )
})

test('a table shows controls, breaks no line and is never cut', async () => {
  const long = 'x'.repeat(500)
  const printed = await print('table', ['a', 'b'], [['\u001b[2J\u009b1m\r\n\t\u202e\u0000', long]])
  expect(printed.split('\n')[2]).toBe(`\\x1b[2J\\x9b1m\\r\\n\\t\\u202e\\x00  ${long}`)
})

test('an empty document still names its columns', async () => {
  expect(await print('table', ['a', 'bc'], [])).toBe('a    bc\n---  ----\n')
  expect(await print('csv', ['a', 'bc'], [])).toBe('a,bc\r\n')
  expect(await print('json', ['a', 'bc'], [])).toBe('[]\n')
  expect(await print('ndjson', ['a', 'bc'], [])).toBe('')
})

test.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['a"b', '"a""b"'],
  ['a\nb', '"a\nb"'],
  ['a\r\nb', '"a\r\nb"'],
  ['=1+1', "'=1+1"],
  ['+49 171', "'+49 171"],
  ['-1+cmd', "'-1+cmd"],
  ['@sum(a1)', "'@sum(a1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("x,y")', '"\'=HYPERLINK(""x,y"")"'],
  ['\u001b[31m', '\\x1b[31m'],
  ['', ''],
])('CSV writes %j as %j', async (value, written) => {
  expect(await print('csv', ['a', 'b'], [[value, 1]])).toBe(`a,b\r\n${written},1\r\n`)
})

test('a negative number is not taken for a formula', async () => {
  expect(await print('csv', ['a', 'when'], [[-5, at]])).toBe(
    'a,when\r\n-5,2026-11-21 07:30:51+00:00\r\n',
  )
})

test('JSON leaves out what is empty, keeps numbers, and parses back to the same text', async () => {
  const hostile = '\u001b\u009b\u202e\u2028"\\\n'
  const rows = [
    ['a', 0, at],
    ['', false, ''],
    [hostile, 1, ''],
  ]
  const json = await print('json', ['name', 'n', 'when'], rows)
  const ndjson = await print('ndjson', ['name', 'n', 'when'], rows)
  const expected = [
    { name: 'a', n: 0, when: '2026-11-21T07:30:51+00:00' },
    { n: false },
    { name: hostile, n: 1 },
  ]
  expect(JSON.parse(json)).toEqual(expected)
  expect(json).toBe(
    `${JSON.stringify(expected, null, 2).replace(/[\u009b\u202e\u2028]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`,
  )
  expect(
    ndjson
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(expected)
})

test('rows are read no faster than they are taken', async () => {
  let read = 0
  async function* rows() {
    for (; read < 100_000; read += 1) yield ['x'.repeat(1_000)]
  }
  let taken = 0
  let release = () => {}
  const slow = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      taken += 1
      if (taken < 3) done()
      else release = done
    },
  })
  const printing = printDocument(
    { columns: ['a'], rows: rows() },
    { format: 'ndjson', stream: slow },
  )
  while (taken < 3) await new Promise((resolve) => setImmediate(resolve))
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  expect(read).toBeLessThan(1_000)
  slow.destroy(Object.assign(new Error('reader left'), { code: 'EPIPE' }))
  release()
  await printing
})

test('a file is replaced only when the new one is complete', async () => {
  const path = join(folder, 'report.csv')
  await writeFile(path, 'old')
  async function* failing() {
    yield ['1']
    throw new Error('connection lost')
  }
  const to = { format: 'csv', output: path, stream: memory().stream } as const
  await expect(printDocument({ columns: ['a'], rows: failing() }, to)).rejects.toThrow(
    'connection lost',
  )
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['report.csv'])

  await printDocument({ columns: ['a'], rows: [['1']] }, to)
  expect(await readFile(path, 'utf8')).toBe('a\r\n1\r\n')
  expect(await readdir(folder)).toEqual(['report.csv'])
})

test('a place that cannot be written is named', async () => {
  const to = (output: string) => ({ format: 'csv', output, stream: memory().stream }) as const
  const missing = join(folder, 'no', 'report.csv')
  await expect(printDocument({ columns: ['a'], rows: [] }, to(missing))).rejects.toThrow(
    `${missing} cannot be written: the folder does not exist.`,
  )
  await expect(printDocument({ columns: ['a'], rows: [] }, to(folder))).rejects.toThrow(
    `${folder} cannot be written: it is a folder.`,
  )
})

test('syslog has time, type and message in their places and everything else as structured data, on one line a row', async () => {
  const columns = ['created', 'audit_event_type', 'username', 'device_name', 'message']
  const rows: (readonly Cell[])[] = [
    [at, 'app_client_access', 'ann@example.com', 'a "b" \\ ]\n\ud800', 'Read\r\nby ann'],
    ['2026-11-21', 'login', '', 'é', ''],
  ]
  expect(await print('syslog', columns, rows)).toBe(
    [
      '<110>1 2026-11-21T07:30:51Z - keepwatch - app_client_access [keepwatch@32473 username="ann@example.com" device_name="a \\"b\\" \\\\ \\]\\\\n\ufffd"] Read\\r\\nby ann',
      '<110>1 - - keepwatch - login [keepwatch@32473 created="2026-11-21" device_name="é"]',
      '',
    ].join('\n'),
  )
})
