import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gapSearches } from '../console/src/destinations/gap-search.ts'

/** What the console gives to copy is what the guide explains. */

test('every search for gaps in the console stands in the guide, word for word', async () => {
  const guide = await readFile(
    join(import.meta.dirname, '../docs/guides/export-to-a-siem.md'),
    'utf8',
  )
  const lines = new Set(guide.split('\n').map((line) => line.trim()))
  const missing = Object.values(gapSearches).flatMap(({ text }) =>
    text.split('\n').filter((line) => !lines.has(line.trim())),
  )
  expect(missing).toEqual([])
})
