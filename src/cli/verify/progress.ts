import type { Environment } from '../environment.ts'

const everyMs = 250
const clearLine = '\r\u001b[K'

/** How far long work is, on one line of a terminal; silent elsewhere. `done` wipes the line. */
export function progressLine({ stderr }: Environment, total: number | undefined) {
  const beginning = performance.now()
  let shown = beginning
  const format = new Intl.NumberFormat('en')
  const of = total === undefined ? '' : ` of ${format.format(total)}`

  return {
    show(done: number): void {
      const now = performance.now()
      if (!stderr.isTTY || now - shown < everyMs) return
      shown = now
      const speed = Math.round((done / (now - beginning)) * 1_000)
      stderr.write(
        `${clearLine}${format.format(done)}${of} events, ${format.format(speed)} a second`,
      )
    },
    done: () => void (shown > beginning && stderr.write(clearLine)),
    seconds: () => (performance.now() - beginning) / 1_000,
  }
}
