import type { AlertGroup } from '../store/state/alert-groups.ts'
import type { Store } from '../store/store.ts'
import type { GroupState } from './group-state.ts'

/** A group of a rule. */
export type GroupPlace = { readonly alert_uid: string; readonly key: string }

/** So many groups are remembered; the others are read when they are needed, however many there are. */
const mostRemembered = 20_000
const mostAtOnce = 256

const nameOf = (alertUid: string, key: string) => `${alertUid} ${key}`

/** The groups as the store has them, those that were used lately from memory. */
export function keptGroups({ read }: Pick<Store, 'read'>) {
  const remembered = new Map<string, GroupState>()

  function remember(name: string, state: GroupState) {
    remembered.delete(name)
    remembered.set(name, state)
    for (const oldest of remembered.keys()) {
      if (remembered.size <= mostRemembered) break
      remembered.delete(oldest)
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
    forget: () => remembered.clear(),
    /** Those of the places that there are already. */
    async load(places: readonly GroupPlace[]): Promise<ReadonlyMap<string, GroupState>> {
      const loaded = new Map<string, GroupState>()
      const missing = new Map<string, Set<string>>()
      for (const { alert_uid, key } of places) {
        const name = nameOf(alert_uid, key)
        const known = remembered.get(name)
        if (known) loaded.set(name, known)
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
        remember(nameOf(alert_uid, group_key), JSON.parse(state) as GroupState)
    },
  }
}

export type GroupMemory = Pick<ReturnType<typeof keptGroups>, 'load'>
