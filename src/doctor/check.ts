import type { BlockList } from 'node:net'
import type { StoreFacts } from '../store/inspection/facts.ts'

/**
 * What a check found:
 *
 * - `ok`: as it should be
 * - `warning`: it works, and something may go wrong
 * - `wrong`: it does not work, or promises are not kept
 * - `unproven`: the log is not what was signed
 */
export type Finding = {
  readonly state: 'ok' | 'warning' | 'wrong' | 'unproven'
  /** One sentence. */
  readonly says: string
  /** What to do about it. */
  readonly do?: string
}

/** How a server of this configuration would run. */
export type Settings = {
  readonly data: string
  readonly hostname: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly tls: 'on' | 'off'
  readonly tlsCert?: string | undefined
  readonly trustedProxies: BlockList
  readonly databaseUrl?: string | undefined
  readonly filesUrl?: string | undefined
  readonly analyticsCluster?: string | undefined
  readonly key?: string | undefined
  readonly keyFile?: string | undefined
  readonly keyCommand?: string | undefined
  readonly diskReserve?: number | undefined
}

/** The volume of the data folder, in bytes. */
export type Volume = {
  readonly free: number
  readonly reserve: number
  /** Its kind, where that is none that keeps what it confirms. */
  readonly filesystem?: string | undefined
  /** How long it takes to confirm a write. */
  readonly flushMs: number
}

/** The columns that reports are read from: how many events they have, or why nobody can tell. */
export type Columns = {
  readonly state: 'open' | 'none' | 'in-use' | 'other-layout' | 'unreadable'
  readonly next?: number
}

/** A deployment, and what can be asked of it. What is asked throws what kept it from answering. */
export type Patient = {
  readonly settings: Settings
  readonly now: Date
  readonly nodeVersion: string
  /** Undefined before the first start. */
  store(): Promise<StoreFacts | undefined>
  volume(): Promise<Volume>
  columns(): Promise<Columns>
  /** How the server's keys lie in the data folder; throws when the operator's key does not open them. */
  sealing(): Promise<'none' | 'plain' | 'sealed'>
  /** How many events were signed when the anchor in the data folder was written; undefined without one. Throws when its signature is not ours. */
  anchored(): Promise<number | undefined>
  /** Writes, lists and removes an object where files lie, if that is a bucket. */
  tryBucket(): Promise<void>
  /** Where files lie, without a key. */
  readonly filesIn: string
}

/** A file of `checks/`, found by being there. */
export type Check = {
  readonly name: string
  look(patient: Patient): Promise<readonly Finding[]>
}

export const ok = (says: string): Finding => ({ state: 'ok', says })
export const warning = (says: string, todo: string): Finding => ({
  state: 'warning',
  says,
  do: todo,
})
export const wrong = (says: string, todo: string): Finding => ({ state: 'wrong', says, do: todo })

/** A member of the family, with the findings as they come. */
export const check = (
  name: string,
  look: (patient: Patient) => Promise<readonly Finding[]>,
): Check => ({ name, look })
