import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { referencePages } from '../docs/generate.ts'

const pages = [...(await referencePages())].map(([file, text]) => ({
  name: basename(file),
  file,
  text,
}))

test.each(pages)(
  '$name says what the code says (npm run docs writes it)',
  async ({ file, text }) => {
    expect(await readFile(file, 'utf8')).toBe(text)
  },
)
