import { z } from 'zod'
import { boundedText } from '../query/condition.ts'
import { isZone } from '../query/zone.ts'
import { conditionInput } from './conditions.ts'
import { frequency } from './frequency.ts'

/** A rule as data: what people make, what is kept, and what the ready-made ones are. */

const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'must be one line')

const values = z.array(boundedText).max(1_000).readonly()

/** Which events: Keeper's four lists, and the text of a query for everything else. All of them must hold. */
export const filterInput = z.strictObject({
  q: z.string().max(4_096).default(''),
  audit_event: values.default([]),
  user: values.default([]),
  record_uid: values.default([]),
  shared_folder_uid: values.default([]),
})

export type Filter = z.output<typeof filterInput>

/** Events as they stand in a test of a rule: some fields of them. */
const sample = z.record(
  z.string().max(64),
  z.union([z.string().max(2_048), z.number(), z.boolean()]),
)

/** Each is a stretch of events, one after another, at which the rule must come true, or must not. */
const samples = z.strictObject({
  fires: z.array(z.array(sample).max(200).readonly()).max(20).readonly().default([]),
  stays_quiet: z.array(z.array(sample).max(200).readonly()).max(20).readonly().default([]),
})

export const ruleInput = z.strictObject({
  name,
  description: z.string().max(2_000).default(''),
  filter: filterInput.prefault({}),
  condition: conditionInput.prefault({ when: 'every' }),
  /** The fields that a group has in common: each group counts by itself. */
  group_by: z.array(boundedText).max(4).readonly().default([]),
  severity: z.enum(['info', 'notice', 'warning', 'critical']).default('warning'),
  frequency: frequency.prefault('event'),
  /** `shadow`: it is on the record how often somebody would have been told; nobody is. */
  mode: z.enum(['live', 'shadow']).default('live'),
  /** Whether whoever caused the event is told, by mail. */
  send_to_originator: z.boolean().default(false),
  /** The zone that hours and days are read in. */
  timezone: boundedText
    .refine(isZone, 'must be an IANA time zone such as Europe/Berlin')
    .default('UTC'),
  samples: samples.prefault({}),
})

export type Rule = Readonly<z.output<typeof ruleInput>>
export type RuleInput = Readonly<z.input<typeof ruleInput>>

/** Reads a rule that the store keeps: what a later version has added gets its usual value. */
export const keptRule = (text: string): Rule => ruleInput.parse(JSON.parse(text))
