import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { asLines } from '../http-sender.ts'
import { format, formatted } from '../setting.ts'
import { targetType } from '../target.ts'
import { done } from '../verdict.ts'

const settings = z.strictObject({
  file: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,100}$/, 'must be a plain file name')
    .meta({ title: 'File name, in DATA/exports' }),
  format: format('keeper-json'),
})

/** A file in the data folder that grows by a line an event, for agents that read files. It never leads out of that folder. */
export const file = targetType({
  name: 'file',
  title: 'File',
  settings,
  limits: () => ({ events: 5_000, bytes: 4_000_000, ageMs: 50 }),
  line: (event, { format: name }, tools) => formatted(event, name, tools),
  open({ file: name, format: formatName }, { folder, formats }) {
    const head = formats.get(formatName)?.head
    return {
      async send(units) {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const handle = await open(join(folder, name), 'a', 0o600)
        try {
          const { size } = await handle.stat()
          await handle.appendFile((size === 0 && head ? `${head}\n` : '') + asLines(units))
          await handle.sync()
          return done
        } finally {
          await handle.close()
        }
      },
      close: async () => {},
    }
  },
})
