import type { Sql } from '../sql.ts'
import type { KeptContents, SharedContents } from '../state/shared-contents.ts'

/** Characters that are kept of all applications together, and of one: larger ones are read anew each time. */
const mostKept = 16_000_000
const mostOfOne = 2_000_000

const lengthOf = ({ data }: { readonly data: string }) => data.length + 500

const sizeOf = ({ folders, records, files }: SharedContents) =>
  [...folders.flatMap((folder) => folder.records), ...records, ...files]
    .map(lengthOf)
    .reduce((sum, one) => sum + one, 500)

/** Statements that may change what an application's shares hold. One too many costs a read, one too few a wrong answer. */
const changesContents = /^\s*(?!select\b).*\b(shares|records|files)\b/is

/**
 * What the applications' shares hold, as the one writer of a data folder sees it. Every statement of the writer goes by
 * here: the first that may change contents forgets them all, and until the end of its unit nothing is kept again, because
 * the unit may still fail. A batch that is abandoned takes everything along that its units have read.
 */
export function contentsCache() {
  const kept = new Map<string, SharedContents>()
  const verdicts = new Map<string, boolean>()
  let size = 0
  let isChanging = false

  function forget() {
    kept.clear()
    size = 0
  }

  function look(text: string) {
    const known = verdicts.get(text)
    const changes = known ?? changesContents.test(text)
    if (known === undefined) verdicts.set(text, changes)
    if (!changes) return
    isChanging = true
    forget()
  }

  const contents: KeptContents = {
    find: (appUid) => kept.get(appUid),
    keep(appUid, contents) {
      const more = sizeOf(contents)
      if (isChanging || more > mostOfOne) return
      if (size + more > mostKept) forget()
      kept.set(appUid, contents)
      size += more
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
