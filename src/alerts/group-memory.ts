import type { AlertGroup } from '../store/state/alert-groups.ts'
import type { Store } from '../store/store.ts'
import type { GroupState } from './group-state.ts'

/** A group of a rule. */
export type GroupPlace = { readonly alert_uid: string; readonly key: string }

/** Groups of so many characters together are remembered; the others are read when they are needed, however many there are. */
const mostRemembered = 8_000_000
/** What a group takes besides its state. */
const placeLength = 100
const mostAtOnce = 256

const nameOf = (alertUid: string, key: string) => `${alertUid} ${key}`

/** The groups as the store has them, those that were used lately from memory. */
export function keptGroups({ read }: Pick<Store, 'read'>) {
  const remembered = new Map<string, string>()
  let length = 0

  function drop(name: string) {
    const known = remembered.get(name)
    if (known === undefined) return
    length -= known.length + placeLength
    remembered.delete(name)
  }

  function remember(name: string, state: string) {
    drop(name)
    remembered.set(name, state)
    length += state.length + placeLength
    for (const oldest of remembered.keys()) {
      if (length <= mostRemembered) break
      drop(oldest)
    }
  }

  async function fetch(alertUid: string, keys: readonly string[]): Promise<readonly AlertGroup[]> {
    const found: AlertGroup[] = []
    for (let at = 0; at < keys.length; at += mostAtOnce) {
      const some = keys.slice(at, at + mostAtOnce)
      found.push(...(await read(({ alertGroups }) => alertGroups.listOf(alertUid, some))))
    }
    return found
  }

  return {
    forget(): void {
      remembered.clear()
      length = 0
    },
    /** To be called once they are no longer kept. */
    drop(groups: readonly Pick<AlertGroup, 'alert_uid' | 'group_key'>[]): void {
      for (const { alert_uid, group_key } of groups) drop(nameOf(alert_uid, group_key))
    },
    /** Those of the places that there are already. */
    async load(places: readonly GroupPlace[]): Promise<ReadonlyMap<string, GroupState>> {
      const loaded = new Map<string, GroupState>()
      const missing = new Map<string, Set<string>>()
      for (const { alert_uid, key } of places) {
        const name = nameOf(alert_uid, key)
        const known = remembered.get(name)
        if (known !== undefined) loaded.set(name, JSON.parse(known) as GroupState)
        else missing.set(alert_uid, (missing.get(alert_uid) ?? new Set()).add(key))
      }
      for (const [alertUid, keys] of missing)
        for (const { group_key, state } of await fetch(alertUid, [...keys]))
          loaded.set(nameOf(alertUid, group_key), JSON.parse(state) as GroupState)
      return loaded
    },
    /** To be called once they are kept. */
    keep(groups: readonly AlertGroup[]): void {
      for (const { alert_uid, group_key, state } of groups)
        remember(nameOf(alert_uid, group_key), state)
    },
  }
}

export type GroupMemory = Pick<ReturnType<typeof keptGroups>, 'load'>
