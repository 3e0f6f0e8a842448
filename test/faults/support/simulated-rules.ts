import type { RuleInput } from '../../../src/alerts/rule.ts'
import type { NaiveRule } from './naive-alerts.ts'

/** Rules of every condition and frequency, each as the product takes it and as somebody would write it down for the reference. */

const second = 1_000
const minute = 60 * second

type Written = Omit<NaiveRule, 'name' | 'type'> & {
  readonly type?: string
  readonly rule: Omit<RuleInput, 'name' | 'filter'>
}

const written: Readonly<Record<string, Written>> = {
  every: { condition: { when: 'every' }, rule: {} },
  third: { condition: { when: 'every' }, every: 3, rule: { frequency: '3:event' } },
  hourly: {
    condition: { when: 'every' },
    by: 'device',
    oncePerMs: 120 * minute,
    rule: { group_by: ['device_uid'], frequency: '2:hour' },
  },
  many: {
    condition: { when: 'count', atLeast: 4, withinMs: 2 * minute },
    by: 'device',
    oncePerMs: 5 * minute,
    rule: {
      condition: { when: 'count', at_least: 4, within: '2m' },
      group_by: ['device_uid'],
      frequency: '5:minute',
    },
  },
  different: {
    condition: { when: 'distinct', atLeast: 3, withinMs: minute },
    by: 'device',
    of: 'address',
    every: 2,
    rule: {
      condition: { when: 'distinct', of: 'address', at_least: 3, within: '1m' },
      group_by: ['device_uid'],
      frequency: '2:event',
    },
  },
  unseen: {
    condition: { when: 'first', settledMs: 2 * minute },
    by: 'device',
    of: 'address',
    learns: true,
    rule: {
      condition: { when: 'first', of: 'address', settled: '2m' },
      group_by: ['device_uid'],
    },
  },
  readers: {
    condition: { when: 'most', withinMs: minute, settledMs: minute },
    by: 'address',
    of: 'device',
    learns: true,
    rule: {
      condition: { when: 'most', of: 'device', within: '1m', settled: '1m' },
      group_by: ['address'],
    },
  },
  loud: {
    condition: { when: 'spike', times: 1.53, atLeast: 3, withinMs: 30 * second },
    by: 'device',
    learns: true,
    rule: {
      condition: { when: 'spike', times: 1.53, at_least: 3, within: '30s' },
      group_by: ['device_uid'],
    },
  },
  expected: {
    type: 'app_client_connected',
    condition: { when: 'silence', afterMs: 90 * second },
    learns: true,
    oncePerMs: minute,
    rule: { condition: { when: 'silence', after: '90s' }, frequency: '1:minute' },
  },
  missing: {
    condition: { when: 'silence', afterMs: 20 * second, times: 1.5 },
    by: 'device',
    learns: true,
    rule: {
      condition: { when: 'silence', after: '20s', times: 1.5 },
      group_by: ['device_uid'],
    },
  },
  other: { type: 'app_client_connected', condition: { when: 'every' }, rule: {} },
}

/** A rule in both forms. */
export type SimulatedRule = { readonly naive: NaiveRule; readonly input: RuleInput }

const usual = 'app_client_access'

export const simulatedRules: readonly SimulatedRule[] = Object.entries(written).map(
  ([name, { rule, type = usual, ...reference }]) => ({
    naive: { ...reference, name, type },
    input: { ...rule, name, filter: { audit_event: [type] } },
  }),
)
