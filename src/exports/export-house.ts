import { join } from 'node:path'
import { loadFamily } from '../kernel/family.ts'
import type { Reach } from '../outbound/reach.ts'
import { type Sealer, sealer } from '../outbound/sealed-settings.ts'
import type { ExportFormat, Origin } from './format.ts'
import type { TargetType, Tools } from './target.ts'

/** What exports are made of: the kinds of targets by name, and what they stand on. */
export type ExportHouse = {
  readonly types: ReadonlyMap<string, TargetType>
  readonly sealer: Sealer
  readonly tools: Tools
  /** How long a change of a target waits for the others to be told, in milliseconds. */
  readonly patienceMs: number
}

export type HouseParts = {
  readonly patienceMs?: number
  readonly reach: Reach
  readonly origin: Origin
  /** Where files may be written. */
  readonly folder: string
  /** Seals the secrets of targets: 32 bytes. */
  readonly key: Uint8Array
}

export async function openExportHouse({
  key,
  patienceMs = 5_000,
  ...parts
}: HouseParts): Promise<ExportHouse> {
  const family = (name: string) => join(import.meta.dirname, name)
  return {
    types: await loadFamily<TargetType>(family('targets')),
    sealer: sealer(key),
    patienceMs,
    tools: { ...parts, formats: await loadFamily<ExportFormat>(family('formats')) },
  }
}
