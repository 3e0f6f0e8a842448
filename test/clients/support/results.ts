import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Client } from './client.ts'
import type { Step } from './step.ts'

/** What a step of a client came to, as the table tells it. */
export type Result = { readonly works: boolean; readonly note?: string }

const folder = join(import.meta.dirname, '../../../docs/reference/clients')

/** What a run found, against the file that the table is made of. `npm run test:clients -- --write` writes it anew. */
export const resultsOf = (client: Client, steps: readonly Step[]) => ({
  async expectAsWritten(took: Readonly<Record<string, Result>>): Promise<void> {
    const lacking = (name: string): Result => ({ works: false, note: client.lacks?.[name] ?? '' })
    const results = steps.map(({ name, shows }) => ({
      step: name,
      shows,
      ...(took[name] ?? lacking(name)),
    }))
    const found = { client: client.title, reaches: client.reaches, results }
    const text = `${JSON.stringify(found, undefined, 2)}\n`
    const file = join(folder, `${client.name}.json`)
    if (process.env['KEEPWATCH_CLIENTS'] === 'write') await writeFile(file, text)
    expect(await readFile(file, 'utf8')).toBe(text)
  },
})
