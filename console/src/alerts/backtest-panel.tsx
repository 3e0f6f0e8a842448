import { Loader, NativeSelect } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { withTime } from '../events/time-term.ts'
import { amount } from '../parts/amount.ts'
import { Moment } from '../parts/moment.tsx'
import { sentenceOf } from '../parts/trouble.tsx'
import { type Backtest, useBacktest } from './alert-data.ts'
import { type Draft, ruleOf } from './draft.ts'

const pauseMs = 500

/** Where in the rule as it is sent; nobody has written it so. */
const place = /^Rule[.:] ?(filter\.q(, column \d+)?: )?/

/** What makes a rule come true; its name and what it says of itself do not. */
const groundOf = (draft: Draft) => {
  const { name: _, description: __, ...ground } = ruleOf(draft)
  return ground
}

const Groups = ({ groups }: Pick<Backtest, 'groups'>) => {
  const most = Math.max(1, ...groups.map(({ occurrences }) => occurrences))
  return (
    <ol className="top">
      {groups.slice(0, 8).map(({ group, occurrences }) => (
        <li key={group}>
          <span>{group || 'all together'}</span>
          <span className="number">{occurrences.toLocaleString()}</span>
          <span className="top-bar" style={{ width: `${(100 * occurrences) / most}%` }} />
        </li>
      ))}
    </ol>
  )
}

const Latest = ({ latest }: Pick<Backtest, 'latest'>) => (
  <ol className="latest">
    {latest.slice(0, 8).map(({ seq, timestamp, why }) => (
      <li key={`${seq} ${timestamp}`}>
        <Link to="/events/$seq" params={{ seq: String(seq) }} search={{ q: 'last:90d' }}>
          <Moment at={timestamp} />
        </Link>
        <span className="soft">{why}</span>
      </li>
    ))}
  </ol>
)

const Found = ({ found }: { readonly found: Backtest }) => (
  <>
    <div className="backtest-numbers">
      <p>
        <b>{found.occurrences.toLocaleString()}</b> would have come true
      </p>
      <p>
        <b>{found.would_have_sent.toLocaleString()}</b> would have told somebody
      </p>
    </div>
    <p className="soft">
      in {amount(found.days, 'day')}, over {amount(found.events, 'event')}
      {!found.is_whole && ': the newest only, more are not looked at'}.
    </p>
    {found.groups_in_all > 1 && (
      <section>
        <h3>By whom</h3>
        <Groups groups={found.groups} />
        {found.groups_in_all > 8 && (
          <p className="soft">of {amount(found.groups_in_all, 'group')}</p>
        )}
      </section>
    )}
    {found.latest.length > 0 && (
      <section>
        <h3>The latest</h3>
        <Latest latest={found.latest} />
      </section>
    )}
    {found.occurrences === 0 && (
      <p className="soft">
        It would have been quiet all the time: that may be what you want, or the conditions find
        nothing.
      </p>
    )}
  </>
)

type Props = { readonly alert: string | undefined; readonly draft: Draft }

/** How the rule beside it would have fared, asked again whenever it changes. */
export function BacktestPanel({ alert, draft }: Props) {
  const [days, setDays] = useState(30)
  const [settled] = useDebouncedValue(draft, pauseMs)
  const { data, error, isFetching } = useBacktest({ alert, rule: groundOf(settled), days })
  return (
    <aside className="panel backtest" aria-label="Backtest">
      <div className="row">
        <h2>In the past</h2>
        {isFetching && <Loader size={12} role="img" aria-label="Looking at the past" />}
        <NativeSelect
          size="xs"
          aria-label="How far back"
          className="backtest-days"
          data={[
            { value: '7', label: '7 days' },
            { value: '30', label: '30 days' },
            { value: '90', label: '90 days' },
            { value: '366', label: 'a year' },
          ]}
          value={String(days)}
          onChange={({ currentTarget }) => setDays(Number(currentTarget.value))}
        />
      </div>
      <div role="status" className={isFetching ? 'stack stale' : 'stack'}>
        {error ? (
          <p className="query-trouble">{sentenceOf(error).replace(place, '')}</p>
        ) : (
          data && <Found found={data} />
        )}
      </div>
      <Link to="/events" search={{ q: withTime(settled.filter, `last:${Math.min(days, 90)}d`) }}>
        The events that fit
      </Link>
    </aside>
  )
}
