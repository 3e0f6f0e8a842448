import { expect, test } from 'vitest'
import { wholeSeconds, wireRow } from './report-rows.ts'

async function* rows(...seconds: readonly number[]) {
  for (const [id, created] of seconds.entries()) yield { id, created }
}

const page = async (limit: number, boundary: number | undefined, ...seconds: readonly number[]) =>
  (await wholeSeconds(rows(...seconds), { limit, boundary })).map(({ created }) => created)

test('a value of several lines is one line, because a line of syslog ends at the first', () => {
  expect(wireRow({ note: 'origin\n2500\nroot\n' })).toEqual({ note: 'origin\\n2500\\nroot\\n' })
})

test('a page never ends inside a second', async () => {
  expect(await page(2, undefined, 1, 2, 2, 2, 3)).toEqual([1, 2, 2, 2])
  expect(await page(2, undefined, 1, 1, 2)).toEqual([1, 1])
})

test('the second that a page begins with does not count: the page before may have had it', async () => {
  expect(await page(2, 1, 1, 1, 1, 2, 3, 4)).toEqual([1, 1, 1, 2, 3])
})

test('a value that looks like a placeholder is none to Commander', () => {
  const name = '$' + '{device_name}'
  const { device_name, event_message } = wireRow({ device_name: name, message: `KSM ${name}` })
  expect(device_name).not.toMatch(/\$\{\w+\}/)
  expect(event_message).not.toMatch(/\$\{\w+\}/)
  expect(String(device_name).replaceAll('\u2060', '')).toBe(name)
})
