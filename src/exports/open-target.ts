import { Failure, notFound } from '../kernel/errors.ts'
import type { Target } from '../store/state/targets.ts'
import type { State } from '../store/state.ts'
import type { ExportHouse } from './export-house.ts'
import type { TargetType } from './target.ts'

/** A target with its settings, secrets included: never shown, only used. */
export type OpenTarget = {
  readonly target: Target
  readonly type: TargetType
  readonly settings: Readonly<Record<string, unknown>>
}

/** Throws `not-found`. */
export async function findTarget(
  { targets }: Pick<State, 'targets'>,
  name: string,
): Promise<Target> {
  const target = await targets.find(name)
  if (target) return target
  throw notFound(`there is no export target called ${name}`)
}

/** Every setting as it was given, secrets too. Throws `conflict` when the kind is gone or the secrets cannot be opened. */
export function openTarget(
  { types, sealer }: Pick<ExportHouse, 'types' | 'sealer'>,
  target: Target,
): OpenTarget {
  const type = types.get(target.kind)
  if (!type)
    throw new Failure(
      'conflict',
      `this Keepwatch knows no export target of the kind ${target.kind}`,
    )
  const open = JSON.parse(target.settings) as Readonly<Record<string, unknown>>
  return { target, type, settings: { ...open, ...sealer.open(target.target_uid, target.sealed) } }
}
