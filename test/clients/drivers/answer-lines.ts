import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** What a driver can do, by name. */
export type Deeds = Readonly<Record<string, (wanted: never) => Promise<unknown>>>

type Told = { readonly id: number; readonly do: string; readonly with: never }

/** Does what lines on the standard input say, one after the other, and answers each with a line. */
export async function answerLines(deeds: Deeds): Promise<void> {
  for await (const line of createInterface(process.stdin)) {
    const { id, do: name, with: wanted } = JSON.parse(line) as Told
    const answer = await Promise.resolve(deeds[name]?.(wanted)).then(
      (ok = null) => ({ id, ok }),
      (error) => ({ id, error: error instanceof Error ? error.message : String(error) }),
    )
    writeSync(process.stdout.fd, `${JSON.stringify(answer)}\n`)
  }
}
