import type { Disk } from '../../access/disk.ts'
import type { Catalog } from '../../events/shown-event.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { SoleServer } from '../../store/sole-server.ts'
import type { ReportSchedule } from '../../store/state/report-schedules.ts'
import type { EventLog, Store } from '../../store/store.ts'
import type { Reader } from '../found-events.ts'
import type { PlaceOf } from '../located.ts'
import type { ReadyReport, Sources } from '../ready-report.ts'
import type { ScheduleHouse } from './schedule-house.ts'

/** What scheduled reports stand on. */
export type ScheduleGround = {
  readonly store: Store
  /** Where reports take the log from, if that is not the store. */
  readonly reportLog?: EventLog | undefined
  readonly clock: Clock
  readonly disk: Disk
  readonly log: Log
  readonly catalog: Catalog
  readonly projection: Reader['projection']
  readonly placeOf?: PlaceOf | undefined
  readonly library: ReadonlyMap<string, ReadyReport>
  readonly house: ScheduleHouse
  /** How the exports fare, for the report on them. */
  readonly exports: Sources['exports']
  /** The right to make and send reports, where several servers might. */
  readonly lease?: Pick<SoleServer, 'demand' | 'holds'>
}

/** A schedule as events name it. */
export const toldSchedule = ({ name, report }: Pick<ReportSchedule, 'name' | 'report'>) => ({
  schedule: name,
  report,
})
