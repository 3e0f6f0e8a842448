import type { AlertRecipient } from '../store/state/alert-recipients.ts'
import { type AlertRule, alertRevision } from '../store/state/alert-rules.ts'
import type { State } from '../store/state.ts'
import type { Store } from '../store/store.ts'
import type { AlertHouse } from './alert-house.ts'
import { byType, compileRow, type Ground, type LiveRule } from './compiled-rule.ts'
import { type Decoys, servedDecoys } from './decoy-touches.ts'
import { openWays } from './recipient.ts'

/** The rules as they were at one moment, ready to be used until somebody changes one. */
export type Watch = {
  readonly revision: string
  readonly rules: readonly LiveRule[]
  /** Rules that have still to learn from what was before. */
  readonly learning: readonly LiveRule[]
  /** Rules that go with the log, by types of events. */
  readonly rulesOf: (type: string) => readonly LiveRule[]
  readonly byUid: ReadonlyMap<string, LiveRule>
  /** To whom a rule sends: nobody who is disabled. */
  recipientsOf(alertUid: string): readonly Told[]
  /** Records that nobody should touch, and which of them are in a served set. */
  readonly finding: {
    readonly decoys: Decoys
    readonly inServed: ReturnType<typeof servedDecoys>
  }
}

/** A recipient by one way. */
export type Told = {
  readonly recipient_id: number
  readonly channel: string
  /** Who that is, without a secret. */
  readonly whom: string
}

const watchedSetting = 'alerts_watched'

/** For how many milliseconds somebody has watched so far: what nobody watched is no silence. */
export const watchedOf = async ({ settings }: Pick<State, 'settings'>): Promise<number> =>
  Number((await settings.find(watchedSetting)) ?? 0)

export const setWatched = ({ settings }: Pick<State, 'settings'>, ms: number) =>
  settings.set(watchedSetting, String(Math.round(ms)))

export const revisionOf = async ({ settings }: Pick<State, 'settings'>): Promise<string> =>
  (await settings.find(alertRevision.name)) ?? '0'

/** To be called with every change of rules or recipients: whoever watches looks anew. */
export async function markChanged(state: Pick<State, 'settings'>): Promise<void> {
  await state.settings.set(alertRevision.name, String(Number(await revisionOf(state)) + 1))
}

function waysOf(house: AlertHouse, recipient: AlertRecipient): readonly Told[] {
  const { recipient_id } = recipient
  try {
    return openWays(house, recipient).map(({ channel, settings }) => ({
      recipient_id,
      channel: channel.name,
      whom: channel.whom(settings as never),
    }))
  } catch {
    // With another key nobody can send to it; that is found, and told, where it is tried.
    const kept = JSON.parse(recipient.ways) as readonly { channel: string }[]
    return kept.map(({ channel }) => ({ recipient_id, channel, whom: recipient.name }))
  }
}

function compiled(rows: readonly AlertRule[], ground: Ground): readonly LiveRule[] {
  return rows.map((row) => compileRow(row, ground))
}

function watchOver(
  { house, ground }: { readonly house: AlertHouse; readonly ground: Ground },
  kept: {
    readonly revision: string
    readonly rows: readonly AlertRule[]
    readonly recipients: readonly AlertRecipient[]
    readonly finding: Watch['finding']
  },
): Watch {
  const rules = compiled(kept.rows, ground)
  const told = Map.groupBy(
    kept.recipients.filter(({ disabled }) => disabled === 0),
    ({ alert_uid }) => alert_uid,
  )
  const ways = new Map<string, readonly Told[]>()
  return {
    revision: kept.revision,
    finding: kept.finding,
    rules,
    learning: rules.filter(({ row }) => row.position !== null),
    rulesOf: byType(rules.filter(({ row }) => row.position === null)),
    byUid: new Map(rules.map((rule) => [rule.row.alert_uid, rule])),
    recipientsOf: (uid) => {
      const known = ways.get(uid) ?? (told.get(uid) ?? []).flatMap((one) => waysOf(house, one))
      ways.set(uid, known)
      return known
    },
  }
}

/** Reads all rules, recipients and decoys at one moment. */
export async function readWatch(
  store: Pick<Store, 'read'>,
  parts: { readonly house: AlertHouse; readonly ground: Ground },
): Promise<Watch> {
  const kept = await store.read(async (state) => ({
    revision: await revisionOf(state),
    rows: await state.alertRules.list(),
    recipients: await state.alertRecipients.list(),
    decoys: await state.decoys.list(),
  }))
  const decoys = new Map(kept.decoys.map((decoy) => [decoy.record_uid, decoy]))
  return watchOver(parts, { ...kept, finding: { decoys, inServed: servedDecoys(store, decoys) } })
}
