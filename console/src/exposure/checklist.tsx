import { Progress } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { conditionOf } from '../events/time-term.ts'
import { amount } from '../parts/amount.ts'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import type { LeftVersion } from './exposure-data.ts'

const words = {
  rotate: 'to be changed',
  rotated: 'a newer version is stored',
  removed: 'gone from here; what it opened may still work',
} as const

const icons = { rotate: 'circle', rotated: 'check', removed: 'minus' } as const

/** Which version it was, and which one there is now. */
function versionText({ revision, current_revision, attachment_id, status }: LeftVersion): string {
  if (attachment_id !== undefined) return `file ${attachment_id}`
  if (status === 'rotated') return `version ${revision}, now ${current_revision}`
  return `version ${revision}`
}

type RowProps = { readonly version: LeftVersion; readonly title: string | undefined }

const Row = ({ version, title }: RowProps) => {
  const { status, record_uid, times, first_left, last_left } = version
  return (
    <li className={`left left-${status}`}>
      <Icon name={icons[status]} size={18} />
      <div>
        <Link to="/events" search={{ q: `last:90d ${conditionOf('item', record_uid)}` }}>
          {title ?? <code>{record_uid}</code>}
        </Link>
        <span className="soft">
          {versionText(version)} · {words[status]}
        </span>
      </div>
      <div className="left-times">
        <span>left {amount(times, 'time')}</span>
        <span className="soft">
          <Moment at={first_left} /> – <Moment at={last_left} />
        </span>
      </div>
    </li>
  )
}

type Props = {
  readonly rows: readonly LeftVersion[]
  readonly titles: ReadonlyMap<string, string> | undefined
}

/** What is left to do, and what is done: it ticks itself off. */
export function Checklist({ rows, titles }: Props) {
  const done = rows.filter(({ status }) => status !== 'rotate').length
  const open = rows.length - done
  return (
    <section className="panel stack" aria-label="What to rotate">
      <div className="row" role="status">
        <h2>{open === 0 ? 'Everything is changed' : `${amount(open, 'secret')} to be changed`}</h2>
        <span className="soft number">
          {done} of {rows.length} done
        </span>
      </div>
      <Progress
        value={(100 * done) / rows.length}
        color={open === 0 ? 'teal.8' : 'steel'}
        aria-label="How much is done"
      />
      <ul>
        {rows.map((version) => (
          <Row
            key={`${version.record_uid} ${version.revision ?? version.attachment_id}`}
            version={version}
            title={titles?.get(version.record_uid)}
          />
        ))}
      </ul>
      <p className="soft">
        Change each secret where it is used, then store the new one in its record: the line ticks
        itself off.
      </p>
    </section>
  )
}
