import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import {
  reportScheduleCreated,
  reportScheduleModified,
} from '../../events/catalog/policy-schedules.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, invalid } from '../../kernel/errors.ts'
import { newUid } from '../../kernel/ids.ts'
import { openedWays, sealedWays, type Ways, waysInput, withWays } from '../../outbound/ways.ts'
import type { Flag } from '../../store/sql.ts'
import type { ReportSchedule } from '../../store/state/report-schedules.ts'
import type { State } from '../../store/state.ts'
import type { ReadyReport } from '../ready-report.ts'
import { afresh } from '../schedule/afresh.ts'
import { cronField, nextDue, zoneField } from '../schedule/cron.ts'
import { findOwnSchedule, reportFor } from '../schedule/find-schedule.ts'
import { reportFormNames } from '../schedule/report-format.ts'
import type { ScheduleHouse } from '../schedule/schedule-house.ts'
import { reportName } from './saved-reports.ts'

/** What schedules are checked against. */
export type ScheduleGround = {
  readonly house: Pick<ScheduleHouse, 'channels' | 'sealer'>
  readonly library: ReadonlyMap<string, ReadyReport>
}

type By = { readonly who: Person; readonly at: Date }

const form = z.enum(reportFormNames)

const adding = z.strictObject({
  name: reportName,
  report: z.string().max(80),
  cron: cronField,
  timezone: zoneField.default('UTC'),
  format: form.default('csv'),
  ...afresh.shape,
  private: z.boolean().default(false),
  ways: waysInput,
})

/** A schedule as it is sent. */
export type NewScheduleInput = z.input<typeof adding>

/** A private report has private schedules. */
async function privacyOf(
  state: State,
  { library }: ScheduleGround,
  {
    report,
    isWanted,
    who,
  }: { report: string; isWanted: boolean; who: Pick<Person, 'account_uid'> },
): Promise<Flag> {
  const found = await reportFor(state, { library, name: report }, who)
  return isWanted || ('is_private' in found && found.is_private === 1) ? 1 : 0
}

function keptWays({ house }: ScheduleGround, ways: Ways, uid: string) {
  if (Object.keys(ways).length === 0)
    throw invalid(`a schedule needs a way to send by: ${[...house.channels.keys()].join(', ')}`)
  return sealedWays(house, ways, uid)
}

const present = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
  )

/** Has a saved or ready-made report sent by the clock. */
export const addSchedule = (ground: ScheduleGround) =>
  action({
    name: 'schedule.add',
    permission: 'events.read',
    input: adding,
    async run(state: State, given: z.output<typeof adding>, { who, at }: By) {
      const { name, report, cron, timezone, format, created, limit } = given
      if (await state.reportSchedules.find(name))
        throw conflict(`there is a schedule ${name} already: take another name, or change that one`)
      const is_private = await privacyOf(state, ground, { report, isWanted: given.private, who })
      const schedule_uid = newUid()
      await state.reportSchedules.insert({
        ...{ schedule_uid, name, report, cron, timezone, format, is_private },
        owner_uid: who.account_uid,
        asked: JSON.stringify(present({ created, limit })),
        ...keptWays(ground, withWays(ground.house, {}, given.ways), schedule_uid),
        ...{ status: 'live', reason: null, created_at: at.getTime() },
        next_at: nextDue({ cron, timezone }, at.getTime()) ?? null,
      })
      return { schedule_uid, name }
    },
    leaves: ({ name: schedule, report, cron, timezone, ways }) => [
      happened(reportScheduleCreated, {
        ...{ schedule, report },
        detail: `${cron} (${timezone}), by ${Object.keys(ways).join(', ')}`,
      }),
    ],
  })

const changing = z.strictObject({
  name: z.string().max(512),
  report: adding.shape.report.optional(),
  cron: cronField.optional(),
  timezone: zoneField.optional(),
  format: form.optional(),
  /** `null` asks again what the report says. */
  created: afresh.shape.created.nullable(),
  limit: afresh.shape.limit.nullable(),
  private: z.boolean().optional(),
  ways: waysInput.default({}),
})

type Changing = z.output<typeof changing>

/** What changes of a schedule; what is not named stays, secrets too. `null` takes a way away. */
export type ChangedScheduleInput = Omit<z.input<typeof changing>, 'name'>

function timingOf(found: ReportSchedule, given: Changing, at: Date) {
  const { cron = found.cron, timezone = found.timezone } = given
  const isSame = cron === found.cron && timezone === found.timezone
  const next = isSame ? found.next_at : (nextDue({ cron, timezone }, at.getTime()) ?? null)
  return { cron, timezone, next_at: found.status === 'live' ? next : null }
}

function waysOf({ house }: ScheduleGround, found: ReportSchedule): Ways {
  const opened = openedWays(house, found, found.schedule_uid)
  return Object.fromEntries(opened.map(({ channel, settings }) => [channel.name, settings]))
}

const changesOf = ({ name: _, ways, ...given }: Changing) => [
  ...Object.keys(given).filter((field) => given[field as keyof typeof given] !== undefined),
  ...Object.entries(ways).map(([way, settings]) => (settings === null ? `no ${way}` : way)),
]

/** Changes a schedule. */
export const changeSchedule = (ground: ScheduleGround) =>
  action({
    name: 'schedule.change',
    permission: 'events.read',
    input: changing,
    async run(state: State, given: Changing, { who, at }: By) {
      const found = await findOwnSchedule(state, given.name, who)
      const { report = found.report, format = found.format, created, limit } = given
      const asked = {
        ...(JSON.parse(found.asked) as object),
        ...(created !== undefined && { created }),
      }
      const owner = { account_uid: found.owner_uid }
      const isWanted = given.private ?? found.is_private === 1
      await state.reportSchedules.change({
        ...found,
        ...{ report, format },
        ...timingOf(found, given, at),
        is_private: await privacyOf(state, ground, { report, isWanted, who: owner }),
        asked: JSON.stringify(present({ ...asked, ...(limit !== undefined && { limit }) })),
        ...keptWays(
          ground,
          withWays(ground.house, waysOf(ground, found), given.ways),
          found.schedule_uid,
        ),
      })
      return { schedule_uid: found.schedule_uid, name: found.name, report }
    },
    leaves: (given, { name: schedule, report }) => [
      happened(reportScheduleModified, {
        ...{ schedule, report },
        detail: changesOf(given).join(', ') || 'nothing',
      }),
    ],
  })
