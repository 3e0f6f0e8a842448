import { vocabularyOf } from '../events/vocabulary.ts'
import { readPage } from '../reports/actions/read-events.ts'
import { fetchVault } from '../vault/actions/fetch-vault.ts'
import { listApplications } from '../vault/actions/list-applications.ts'
import { openApplication } from '../vault/actions/open-application.ts'
import { openRecord } from '../vault/actions/open-record.ts'
import { type Chance, chance } from './chance.ts'
import type { Desk } from './colleague.ts'
import { type Occurrence, occurrence, type Source } from './occurrence.ts'
import type { Member } from './organisation.ts'
import type { DemoServer } from './past.ts'
import { day, hour, isWeekend, minute, type TimeSpan } from './time-span.ts'

const daysAtWork = 0.92
const weekendDuty = 0.06
const mistypes = 0.05
const forgetsToLeave = 0.2
const pageOfEvents = 50

type Act = (desk: Desk, time: number) => Promise<unknown>

/** Asks for the newest events, as `tail` and the console do. */
const readNewest =
  ({ catalog }: DemoServer): Act =>
  (desk, time) =>
    desk.act(time, readPage(vocabularyOf(catalog).fields), { limit: [String(pageOfEvents)] })

/** One of the things that somebody does with what is in their vault. */
function pickAct({ vault }: Member, luck: Chance): Act {
  const open =
    (title: string): Act =>
    async (desk, time) => {
      const kept = vault.records.get(title)
      return kept && desk.act(time, openRecord, { record_uid: kept.uid })
    }
  const record = luck.pick([...vault.records.keys()])
  const application = luck.pick([...vault.applications.keys()])
  if (application !== undefined && luck.happens(0.2))
    return (desk, time) =>
      desk.act(time, openApplication, { app_uid: vault.applications.get(application)?.uid ?? '' })
  if (application !== undefined && luck.happens(0.1))
    return (desk, time) => desk.act(time, listApplications, {})
  if (record !== undefined && luck.happens(0.08))
    return (desk, time) => vault.rotate(record, { desk, time })
  if (record !== undefined && luck.happens(0.8)) return open(record)
  return (desk, time) => desk.act(time, fetchVault, {})
}

const isReader = ({ colleague: { role } }: Member, luck: Chance) =>
  role === 'auditor' || (role !== 'member' && luck.happens(0.15))

type Shift = { readonly begins: number; readonly ends: number }

/** The acts of one day, spread over it. Nobody is at their desk before they have logged in. */
function actsOf(member: Member, { begins, ends }: Shift, today: Today): readonly Occurrence[] {
  const { luck, server } = today
  const [least, most] = member.colleague.acts
  let desk: Desk | undefined
  const atDesk = (at: number, act: Act) => occurrence(at, async () => desk && (await act(desk, at)))
  const acts = Array.from({ length: luck.between(least, most) }, () =>
    atDesk(
      luck.between(begins + minute, ends - minute),
      isReader(member, luck) ? readNewest(server) : pickAct(member, luck),
    ),
  )
  const logIn = occurrence(begins, async () => {
    desk = await member.colleague.comeIn(begins)
  })
  const logOut = atDesk(ends, (at, time) => at.leave(time))
  return [logIn, ...acts, ...(luck.happens(forgetsToLeave) ? [] : [logOut])]
}

type Today = { readonly luck: Chance; readonly server: DemoServer }

function dayOf(member: Member, start: number, today: Today): readonly Occurrence[] {
  const { luck } = today
  if (!luck.happens(isWeekend(start) ? weekendDuty : daysAtWork)) return []
  const begins = luck.between(start + 7.5 * hour, start + 9.5 * hour)
  const shift = { begins, ends: luck.between(start + 16 * hour, start + 18.5 * hour) }
  const wrong = begins - luck.between(20_000, 60_000)
  const mistyped = luck.happens(mistypes)
    ? [occurrence(wrong, () => member.colleague.mistype(wrong))]
    : []
  return [...mistyped, ...actsOf(member, shift, today)]
}

/** Somebody who comes to work on weekdays, logs in, and looks at their secrets or at the log. */
export const officeDays =
  (
    member: Member,
    {
      span,
      seed,
      server,
    }: { readonly span: TimeSpan; readonly seed: number; readonly server: DemoServer },
  ): Source =>
  (index) => {
    const luck = chance(seed, member.colleague.email, index)
    return index === 0 ? [] : dayOf(member, span.start + index * day, { luck, server })
  }
