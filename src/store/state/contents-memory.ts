import type { SharedContents } from './shared-contents.ts'

/** Characters that are kept of all applications together, and of one: larger ones are read anew each time. */
const mostKept = 16_000_000
const mostOfOne = 2_000_000

const lengthOf = ({ data }: { readonly data: string }) => data.length + 500

const sizeOf = ({ folders, records, files }: SharedContents) =>
  [...folders.flatMap((folder) => folder.records), ...records, ...files]
    .map(lengthOf)
    .reduce((sum, one) => sum + one, 500)

/** Room for what the shares of applications hold, so much and no more. Whether it still holds is for the store to know. */
export function contentsMemory() {
  const kept = new Map<string, { readonly contents: SharedContents; readonly size: number }>()
  let size = 0

  function forget() {
    kept.clear()
    size = 0
  }

  return {
    find: (appUid: string) => kept.get(appUid)?.contents,
    keep(appUid: string, contents: SharedContents) {
      const more = sizeOf(contents)
      if (more > mostOfOne) return
      if (size + more > mostKept) forget()
      size += more - (kept.get(appUid)?.size ?? 0)
      kept.set(appUid, { contents, size: more })
    },
    forget,
  }
}
