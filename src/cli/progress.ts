import type { Environment } from './environment.ts'
import type { GlobalOptions } from './global-options.ts'

/** Shows on a terminal, and nowhere else, how far long work is: `label 42 %`, in one line. `end` clears it. */
export function progressLine(label: string, { quiet }: GlobalOptions, { stderr }: Environment) {
  if (quiet || !stderr.isTTY) return { show: () => {}, end: () => {} }
  let shown = ''
  return {
    show(done: number, of: number) {
      const line = `${label} ${of > 0 ? Math.floor((100 * done) / of) : 0} %`
      if (line !== shown) stderr.write(`\r${line}`)
      shown = line
    },
    end: () => stderr.write(`\r${' '.repeat(shown.length)}\r`),
  }
}
