import type { Sql } from '../sql.ts'
import { contentsMemory } from '../state/contents-memory.ts'
import type { KeptContents } from '../state/shared-contents.ts'

/** Statements that may change what an application's shares hold. One too many costs a read, one too few a wrong answer. */
const changesContents = /^\s*(?!select\b).*\b(shares|records|files)\b/is

/**
 * What the applications' shares hold, as the one writer of a data folder sees it. Every statement of the writer goes by
 * here: the first that may change contents forgets them all, and until the end of its unit nothing is kept again, because
 * the unit may still fail. A batch that is abandoned takes everything along that its units have read.
 */
export function contentsCache() {
  const { find, keep, forget } = contentsMemory()
  const verdicts = new Map<string, boolean>()
  let isChanging = false

  function look(text: string) {
    const known = verdicts.get(text)
    const changes = known ?? changesContents.test(text)
    if (known === undefined) verdicts.set(text, changes)
    if (!changes) return
    isChanging = true
    forget()
  }

  const contents: KeptContents = {
    find,
    keep(appUid, contents) {
      if (!isChanging) keep(appUid, contents)
    },
  }

  return {
    contents,
    forget,
    /** A unit begins; what the one before it changed is settled in the batch by now, or undone. */
    nextUnit() {
      isChanging = false
    },
    /** The writer's statements, watched. */
    over: ({ now, get, all, run }: Sql): Sql => ({
      now,
      get(text, ...values) {
        look(text)
        return get(text, ...values)
      },
      all(text, ...values) {
        look(text)
        return all(text, ...values)
      },
      run(text, ...values) {
        look(text)
        return run(text, ...values)
      },
    }),
  }
}
