import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { scheduledReportFailed, scheduledReportSent } from '../../events/catalog/usage-schedules.ts'
import { happened } from '../../events/event-type.ts'
import { record } from '../../events/record.ts'
import { rfc3339 } from '../../kernel/clock.ts'
import { Failure } from '../../kernel/errors.ts'
import type { Outcome } from '../../outbound/channel.ts'
import { openedWays } from '../../outbound/ways.ts'
import type { ReportDelivery } from '../../store/state/report-deliveries.ts'
import type { ReportFile } from '../../store/state/report-files.ts'
import type { ReportRun } from '../../store/state/report-runs.ts'
import type { ReportSchedule } from '../../store/state/report-schedules.ts'
import type { Transaction } from '../../store/store.ts'
import type { ReportLetter, ReportSummary } from '../report-letter.ts'
import type { ReportWay } from '../report-way.ts'
import { type ReportForm, reportForms } from './report-format.ts'
import { type ScheduleGround, toldSchedule } from './schedule-ground.ts'

const unzipped = promisify(gunzip)

/** Waits after each failure; after the last one nobody tries again. */
const waitsMs = [1, 5, 15, 60, 180].map((minutes) => minutes * 60_000)
const attemptMs = 60_000
/** Nothing waits longer than that: a time that is further away comes from a clock that was wrong. */
const neverMs = 86_400_000

/** A delivery with everything that it needs. */
type Ready = {
  readonly delivery: ReportDelivery
  readonly found: ReportSchedule
  readonly run: ReportRun
  readonly file: ReportFile | undefined
  readonly recipient: string | undefined
}

type OpenWay = { readonly channel: ReportWay; readonly settings: Readonly<Record<string, unknown>> }

const readyOf = ({ store }: ScheduleGround, delivery: ReportDelivery): Promise<Ready | undefined> =>
  store.read(async (state) => {
    const found = await state.reportSchedules.findByUid(delivery.schedule_uid)
    const run = await state.reportRuns.find(delivery)
    if (!found || !run) return undefined
    const file = await state.reportFiles.find(delivery)
    const recipient = (await state.personal.open(delivery.recipient))?.value
    return { delivery, found, run, file, recipient }
  })

const aboutOf = ({ found, run }: Ready): string => {
  const due = `It was due at ${rfc3339(new Date(run.due_at))} (${found.cron}, ${found.timezone}).`
  if (run.cause === 'person') return 'A person asked for it.'
  if (run.cause === 'time') return due
  const many = run.missed === 1 ? 'One more run was' : `${run.missed} more runs were`
  const others = run.missed > 0 ? ` ${many} missed.` : ''
  return `${due} No server ran then: this run makes up for it.${others}`
}

async function letterOf(
  { house, library }: ScheduleGround,
  ready: Ready & { readonly file: ReportFile },
  ways: readonly OpenWay[],
): Promise<ReportLetter> {
  const { found, run, file, delivery } = ready
  const name = run.file ?? ''
  const { mediaType } = reportForms[found.format as ReportForm] ?? reportForms.csv
  const puts = ways.flatMap(({ channel, settings }) => {
    const place = channel.placeOf?.(settings as never, name)
    return place ? [`The file is at ${place}.`] : []
  })
  const path = [found.name, 'runs', run.run, 'file'].map((one) => encodeURIComponent(one)).join('/')
  return {
    ...(JSON.parse(file.summary) as ReportSummary),
    message_uid: `${found.schedule_uid}.${run.run}.${delivery.delivery}`,
    ...toldSchedule(found),
    title: library.get(found.report)?.title ?? found.report,
    about: aboutOf(ready),
    file: {
      ...{ name, mediaType, digest: run.digest ?? '' },
      bytes: new Uint8Array(await unzipped(file.content)),
    },
    places: [
      ...puts,
      `keepwatch report-schedule file "${found.name}" ${run.run} prints ${name} (SHA-256 ${run.digest}).`,
    ],
    link: `${house.address()}/api/v1/reports/schedules/${path}`,
  }
}

const gone = (answer: string): Outcome => ({ kind: 'gone', answer })

async function attempt(parts: ScheduleGround, ready: Ready, signal: AbortSignal): Promise<Outcome> {
  const { house } = parts
  const { found, file, recipient, delivery } = ready
  if (!file) return gone('the file is no longer kept, or somebody whom it names was forgotten')
  if (recipient === undefined) return gone('the recipient was forgotten')
  const ways = openedWays(house, found, found.schedule_uid)
  const way = ways.find(({ channel }) => channel.name === delivery.channel)
  if (!way?.channel.recipients(way.settings as never).includes(recipient))
    return gone('the schedule no longer sends there')
  const letter = await letterOf(parts, { ...ready, file }, ways)
  const to = { settings: way.settings as never, recipient }
  return way.channel.send(letter, to, { tools: house.tools, signal })
}

/** A forbidden address stays forbidden; everything else may come right. */
const outcomeOf = (error: unknown): Outcome => ({
  kind: error instanceof Failure && error.kind === 'denied' ? 'gone' : 'again',
  answer: (error instanceof Error ? error.message : String(error)).slice(0, 1_024),
})

/** Ends a run once everybody has it, or never will. */
async function endRun(tx: Transaction, { run }: Ready, at: Date): Promise<void> {
  const all = await tx.reportDeliveries.listOf(run)
  if (all.some(({ status }) => status === 'waiting')) return
  const failed = all.filter(({ status }) => status === 'failed')
  const trouble = failed.map(({ channel, answer }) => `${channel}: ${answer}`).join('; ')
  const state = failed.length > 0 ? 'failed' : 'sent'
  await tx.reportRuns.settle(run, { state, trouble: trouble || null, at: at.getTime() })
}

/** What goes into the log: not what the receiver said, which only those see who may see the schedule. */
const detailOf = ({ status, answer }: Outcome, attempts: number) =>
  `${status === undefined ? answer : `the receiver answered ${status}`}, after ${attempts} attempts`

const newsOf = ({ found, run, delivery, recipient = '' }: Ready, outcome: Outcome) => {
  const told = { ...toldSchedule(found), run: run.run, channel: delivery.channel, recipient }
  return outcome.kind === 'taken'
    ? happened(scheduledReportSent, {
        ...told,
        ...{ rows: run.row_count ?? 0, digest: run.digest ?? '' },
      })
    : happened(scheduledReportFailed, { ...told, detail: detailOf(outcome, delivery.attempts + 1) })
}

/** Who says nothing has still answered. */
const said = ({ answer, status }: Outcome) => answer || `answered ${status ?? 'nothing'}`

const settledBy = ({ delivery }: Ready, outcome: Outcome, now: number) => {
  const { kind, afterMs = 0 } = outcome
  const answer = said(outcome)
  const wait = waitsMs[delivery.attempts]
  const next_at = now + Math.max(wait ?? 0, afterMs)
  if (kind === 'again' && wait !== undefined)
    return { status: 'waiting', next_at, answer, done_at: null } as const
  return { status: kind === 'taken' ? 'sent' : 'failed', next_at, answer, done_at: now } as const
}

const note = ({ store, clock }: ScheduleGround, ready: Ready, outcome: Outcome) =>
  store.transaction(async (tx) => {
    const at = clock()
    const settled = settledBy(ready, outcome, at.getTime())
    const isNews = await tx.reportDeliveries.settle(ready.delivery, settled)
    if (!isNews || settled.status === 'waiting') return
    await record(tx, newsOf(ready, outcome), { at, recordedAt: at })
    await endRun(tx, ready, at)
  })

async function sendOne(parts: ScheduleGround, delivery: ReportDelivery, signal: AbortSignal) {
  const { store, clock, log } = parts
  const ready = await readyOf(parts, delivery)
  if (!ready || parts.lease?.holds() === false) return
  const until = clock().getTime() + (waitsMs[delivery.attempts] ?? attemptMs)
  const isOurs = await store.transaction(({ reportDeliveries }) =>
    reportDeliveries.claim(delivery, until),
  )
  if (!isOurs) return
  const patience = AbortSignal.any([signal, AbortSignal.timeout(attemptMs)])
  const outcome = await attempt(parts, ready, patience).catch((error: unknown) => {
    log.warn({ schedule: ready.found.name, error }, 'a scheduled report did not arrive')
    return outcomeOf(error)
  })
  if (signal.aborted && outcome.kind !== 'taken') return
  await note(parts, ready, outcome)
}

/**
 * Sends what is due, each by itself, so that a receiver that does not answer stands in nobody's way. What was sent and not written
 * down is sent again after the wait of a failure, under the same name.
 */
export function runSender(parts: ScheduleGround) {
  const { store, clock, log } = parts
  const busy = new Map<string, Promise<void>>()

  return {
    /** Begins with what is due and not being sent already. */
    async look(signal: AbortSignal): Promise<void> {
      const now = clock().getTime()
      const due = await store.read((state) => state.reportDeliveries.due(now, now + neverMs))
      for (const delivery of due) {
        const name = `${delivery.schedule_uid} ${delivery.run} ${delivery.delivery}`
        if (busy.has(name)) continue
        const work = sendOne(parts, delivery, signal)
          .catch((error: unknown) => log.error({ error }, 'what came of a report was not kept'))
          .finally(() => busy.delete(name))
        busy.set(name, work)
      }
    },
    /** Resolves when nothing is being sent. */
    settled: async () => void (await Promise.all(busy.values())),
  }
}
