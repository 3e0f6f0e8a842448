import type { Dictionary } from './dictionary.ts'
import type { Shared, Stand } from './engine.ts'

/** What other servers do to columns that they share with us, and what our dictionary has to know of it. */
export function sharing(shared: Shared, dictionary: Pick<Dictionary, 'forget' | 'learn'>) {
  let mark = ''
  let erasures = 0

  /** Others have written rows from `next` on. */
  async function learn(next: number): Promise<void> {
    await dictionary.learn(next)
    erasures += await shared.erasuresFrom(next)
  }

  /** Numbers may mean something else than what we know. */
  function forget(): void {
    dictionary.forget()
    erasures++
  }

  return {
    /** Looks where the columns stand that we knew up to `next`; gives how far they reach. */
    async look(next: number): Promise<number> {
      const found = await shared.stand()
      if (found.mark !== mark || found.next < next) forget()
      else if (found.next > next) await learn(next)
      mark = found.mark
      return found.next
    },
    /** How columns stood that reach to `next`, when we looked last. */
    stand: (next: number): Stand => ({ next, mark }),
    erasures: () => erasures,
  }
}
