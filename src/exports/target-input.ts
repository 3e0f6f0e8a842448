import { z } from 'zod'
import { readAsked, troubleSentence } from '../query/asked.ts'
import type { Fields } from '../query/field.ts'
import type { ExportHouse } from './export-house.ts'
import { readTargetSettings } from './read-settings.ts'
import type { TargetType } from './target.ts'

/** What is sent to make or change a target. */

export const targetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens')

const settings = z.record(z.string().max(64), z.unknown())

/** What targets are checked against. */
export type TargetGround = Pick<ExportHouse, 'types' | 'sealer'> & { readonly fields: Fields }

type Issues = Pick<z.RefinementCtx, 'addIssue'>

function readSettings(type: TargetType, given: unknown, issues: Issues) {
  const read = readTargetSettings(type.settings, given)
  if ('settings' in read) return read.settings
  issues.addIssue(`settings: ${read.trouble}`)
  return undefined
}

/** A filter is conditions and nothing else: no order, no limit. Empty is everything. */
function checkFilter(filter: string, fields: Fields, issues: Issues): void {
  if (filter === '') return
  const read = readAsked({ q: filter }, fields)
  if ('trouble' in read) issues.addIssue(`filter: ${troubleSentence(read.trouble)}`)
  else if (read.report_type !== 'raw' || read.limit !== undefined || read.before !== undefined)
    issues.addIssue('filter: must be conditions alone')
}

const filter = z.string().max(4_096)

const longestMs = 3_600_000
const unitsMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

/** How long polling reads wait to be put together, such as `30s` or `10m`; `off` or nothing: they go one by one. */
const coalesce = z.string().transform((text, issues) => {
  if (text === '' || text === 'off') return 0
  const [, digits = '0', unit = ''] = /^(\d{1,4})([smh])$/.exec(text) ?? []
  const ms = Number(digits) * (unitsMs[unit] ?? 0)
  if (ms > 0 && ms <= longestMs) return ms
  issues.addIssue('must be off, or a length of time such as 30s or 10m, of an hour at most')
  return z.NEVER
})

export const newTargetInput = ({ types, fields }: TargetGround) =>
  z
    .strictObject({
      name: targetName,
      kind: z.string().max(64),
      settings,
      filter: filter.default(''),
      coalesce: coalesce.prefault('off'),
    })
    .transform((given, issues) => {
      const type = types.get(given.kind)
      if (!type) {
        issues.addIssue(
          `kind: there is none of that name; there are ${[...types.keys()].join(', ')}`,
        )
        return z.NEVER
      }
      checkFilter(given.filter, fields, issues)
      const read = readSettings(type, given.settings, issues)
      return read ? { ...given, type, settings: read } : z.NEVER
    })

export type NewTarget = z.output<ReturnType<typeof newTargetInput>>
export type NewTargetInput = z.input<ReturnType<typeof newTargetInput>>

/** What changes; what is not named stays, secrets too. `null` takes a setting away. */
export const changedTargetInput = ({ fields }: TargetGround) =>
  z
    .strictObject({
      name: targetName,
      settings: settings.default({}),
      filter: filter.optional(),
      coalesce: coalesce.optional(),
    })
    .superRefine(({ filter: wanted }, issues) => {
      if (wanted !== undefined) checkFilter(wanted, fields, issues)
    })

export type ChangedTargetInput = Omit<z.input<ReturnType<typeof changedTargetInput>>, 'name'>
