import { open } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { asLines } from '../../exports/http-sender.ts'
import type { Sender } from '../../exports/target.ts'
import { done } from '../../exports/verdict.ts'

/** Appends lines to a file; to one that ends in `.gz`, each batch as a member of its own (RFC 1952 §2.2). */
export const lineFile = (file: string): Sender => ({
  async send(units) {
    const text = asLines(units)
    const handle = await open(file, 'a', 0o600)
    try {
      await handle.appendFile(file.endsWith('.gz') ? gzipSync(text) : text)
      await handle.sync()
      return done
    } finally {
      await handle.close()
    }
  },
  close: async () => {},
})
