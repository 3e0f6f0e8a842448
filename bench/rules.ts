import type { RuleInput } from '../src/alerts/rule.ts'
import { appClientAccess, appClientConnected } from '../src/events/catalog/ksm.ts'
import { knownNames } from '../src/events/catalog.ts'
import { median } from './clients.ts'
import { startSinks } from './exports/sinks.ts'
import { type Obedient, obedient } from './obedient.ts'
import { forkPinned, pinThisProcess } from './pinned.ts'
import { write } from './print.ts'
import type { Done, Order } from './rules/rules-process.ts'

const rounds = 3
const busyDevices = 200
const manyGroups = 1_000_000

type Watching = Obedient<Order, Done>

const startWatching = (): Promise<Watching> => obedient(forkPinned('rules/rules-process.ts'))

const access = { audit_event: [appClientAccess.name] }
const others = knownNames.filter(
  ({ name }) => ![appClientAccess.name, appClientConnected.name].includes(name),
)

/** Rules whose types never come. */
const idle = (many: number): readonly RuleInput[] =>
  Array.from({ length: many }, (_, at) => ({
    name: `rule ${at}`,
    filter: { audit_event: [others[at % others.length]?.name ?? ''] },
    group_by: ['device_uid'],
  }))

const grouped: RuleInput = {
  name: 'grouped',
  filter: access,
  condition: { when: 'count', at_least: 3, within: '1h' },
  group_by: ['device_uid'],
}

/** Each event is looked at by so many rules: a filter each, and one of every condition that comes into question. */
const looking: readonly RuleInput[] = [
  { name: 'every', filter: { ...access, q: 'address:198.51.100.0/24' } },
  grouped,
  {
    name: 'distinct',
    filter: access,
    condition: { when: 'distinct', of: 'address', at_least: 5, within: '1h' },
    group_by: ['device_uid'],
    frequency: '1:day',
  },
  {
    name: 'first',
    filter: access,
    condition: { when: 'first', of: 'address' },
    group_by: ['device_uid'],
  },
  {
    name: 'spike',
    filter: access,
    condition: { when: 'spike', times: 10, at_least: 1_000, within: '1h' },
    group_by: ['device_uid'],
  },
]

/** A thousand: five that every read goes through, one that tells of a connection at once, and others. */
const thousand: readonly RuleInput[] = [
  { name: 'marker', filter: { audit_event: [appClientConnected.name] } },
  ...looking.map((rule) => ({ ...rule, frequency: rule.frequency ?? '1:day' })),
  ...idle(994),
]

const perSecond = (many: number) => `${Math.round(many).toLocaleString('en')} events/s`

/** How much rules cost whose types do not come. */
async function comparing({ obey }: Watching): Promise<void> {
  await obey({ act: 'fill', events: 200_000, devices: 200_000 })
  const [one, most]: [number[], number[]] = [[], []]
  for (let at = 0; at < rounds; at++) {
    one.push((await obey({ act: 'watch', rules: idle(1) })).rate)
    most.push((await obey({ act: 'watch', rules: idle(1_000) })).rate)
  }
  write(`1 rule that does not match:       ${perSecond(median(one))}`)
  write(`1,000 rules that do not match:    ${perSecond(median(most))}`)
  const ratio = median(most) / median(one)
  write(`ratio:                            ${ratio.toFixed(2)}, for 999 more`)
}

/** From the moment at which an event is recorded to the moment at which a webhook has its alert. */
async function lagging({ obey }: Watching): Promise<void> {
  const sinks = await startSinks()
  const lags: number[] = []
  sinks.onBody((body) => lags.push(Date.now() - Date.parse(JSON.parse(body).recorded_at)))
  const pace = { perSecond: 10_000, seconds: 20, devices: busyDevices }
  const webhook = `http://127.0.0.1:${sinks.hecPort}/`
  const done = await obey({ act: 'live', rules: thousand, ...pace, webhook })
  sinks.stop()
  lags.sort((a, b) => a - b)
  const at = (share: number) => lags[Math.floor(share * (lags.length - 1))]
  write(
    `1,000 rules, ${pace.perSecond} events a second for ${pace.seconds} s: event to webhook p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, at most ${at(1)} ms (${lags.length} alerts), ${done.busy.toFixed(2)} of a core with the appends`,
  )
}

/** A state for each of a million groups, and what is left of them when they are past. */
async function grouping({ obey }: Watching): Promise<void> {
  const filled = await obey({ act: 'fill', events: manyGroups, devices: manyGroups })
  write(`a log of ${manyGroups} events: ${filled.rss} MB resident, ${filled.disk} MB on disk`)
  const own = await obey({ act: 'watch', rules: [grouped] })
  write(
    `1 rule, ${own.groups} groups:         ${perSecond(own.rate)}; ${own.heap} MB of heap, ${own.rss} MB resident, ${own.peak} MB at most, ${own.disk} MB on disk`,
  )
  const past = await obey({ act: 'forget' })
  write(
    `groups that are past go away:     ${Math.round(past.rate).toLocaleString('en')} groups/s; ${past.groups} left, ${past.peak} MB at most`,
  )
}

/** Alerts on a core of their own: what rules cost, how late they are, how much a million groups take. */
export async function benchRules(): Promise<void> {
  pinThisProcess()
  for (const part of [comparing, lagging, grouping]) {
    const watching = await startWatching()
    await part(watching)
    await watching.stop()
  }
}
