import { ActionIcon, Skeleton, Tabs } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Copy } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { OutcomeLabel } from '../parts/outcome-label.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useCheckedEvent } from './checked-event.ts'
import { AsFormat, Delivered } from './event-exports.tsx'
import { EventFields } from './event-fields.tsx'
import { Nearby } from './nearby.tsx'
import { Proof } from './proof.tsx'
import { type SheetView, useQuestion } from './search.ts'
import { conditionOf } from './time-term.ts'

export type ReadEvent = Readonly<Record<string, unknown>> & { readonly seq: number }

type Props = {
  readonly seq: number
  readonly titles: ReadonlyMap<string, string>
  readonly ask: (text: string) => void
  readonly close: () => void
}

const curlOf = (seq: number) =>
  `curl -H "Authorization: Bearer $TOKEN" ${location.origin}/api/v1/events/${seq}`

const secondMs = 1_000

function commandOf(event: ReadEvent): string {
  const at = new Date(String(event['timestamp']))
  const created = `between ${at.toISOString()} and ${new Date(at.getTime() + secondMs).toISOString()}`
  return `keepwatch audit-report --event-type ${event['audit_event']} --created "${created}" --format json`
}

/** What another event must share with this one to be told of. */
const sharing = [
  { field: 'audit_event', asks: 'event' },
  { field: 'reason', asks: 'reason' },
  { field: 'device_uid', asks: 'device_uid' },
] as const

/** The condition by which an alert looks for more of the same. */
function ruleOf(event: ReadEvent): string {
  const known = sharing.filter(({ field }) => typeof event[field] === 'string')
  const terms = known.map(({ field, asks }) => conditionOf(asks, String(event[field])))
  const who = event['device_uid'] === undefined && event['username']
  return [...terms, ...(who ? [conditionOf('user', String(who))] : [])].join(' ')
}

const Copies = ({ event }: { readonly event: ReadEvent }) => (
  <div className="row">
    <Copy text={`${location.origin}/events/${event.seq}`}>Link</Copy>
    <Copy text={curlOf(event.seq)}>curl</Copy>
    <Copy text={commandOf(event)}>CLI</Copy>
    <Link to="/alerts/new" search={{ q: ruleOf(event) }} className="quiet-button">
      <Icon name="bell" size={14} />
      As alert
    </Link>
  </div>
)

type BodyProps = Pick<Props, 'ask' | 'titles'> & { readonly event: ReadEvent }

const Told = ({ event, titles }: BodyProps) => {
  const name = String(event['audit_event'])
  return (
    <header className="told">
      <div className="row">
        <span className="event-title">{titles.get(name) ?? name}</span>
        <OutcomeLabel outcome={String(event['outcome'])} />
      </div>
      <p className="sentence">{String(event['message'] ?? '')}</p>
      <p className="soft">
        <Moment at={String(event['timestamp'])} as="long" /> ·{' '}
        <Moment at={String(event['timestamp'])} as="ago" />
      </p>
    </header>
  )
}

const tabs = [
  { view: 'fields', label: 'Fields' },
  { view: 'json', label: 'JSON' },
  { view: 'ocsf', label: 'OCSF' },
  { view: 'cef', label: 'CEF' },
  { view: 'delivered', label: 'Delivered' },
] as const satisfies readonly { readonly view: SheetView; readonly label: string }[]

/** The same event, as people and as receivers read it. */
function Views({ event, ask }: BodyProps) {
  const { view, show } = useQuestion()
  return (
    <Tabs
      value={view}
      keepMounted={false}
      onChange={(chosen) => show({ view: tabs.find((one) => one.view === chosen)?.view })}
    >
      <Tabs.List>
        {tabs.map((one) => (
          <Tabs.Tab key={one.view} value={one.view}>
            {one.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="fields">
        <EventFields event={event} ask={ask} />
      </Tabs.Panel>
      <Tabs.Panel value="json">
        <pre className="json">{JSON.stringify(event, undefined, 2)}</pre>
        <Copy text={JSON.stringify(event)}>Copy JSON</Copy>
      </Tabs.Panel>
      <Tabs.Panel value="ocsf">
        <AsFormat seq={event.seq} format="ocsf" />
      </Tabs.Panel>
      <Tabs.Panel value="cef">
        <AsFormat seq={event.seq} format="cef" />
      </Tabs.Panel>
      <Tabs.Panel value="delivered">
        <Delivered seq={event.seq} />
      </Tabs.Panel>
    </Tabs>
  )
}

const Body = ({ event, titles, ask }: BodyProps) => (
  <>
    <Told {...{ event, titles, ask }} />
    <Nearby event={event} ask={ask} />
    <Views event={event} titles={titles} ask={ask} />
    <Copies event={event} />
  </>
)

/** One event, beside the list. It has an address of its own. */
export function EventSheet({ seq, titles, ask, close }: Props) {
  const { data, error, refetch } = useCheckedEvent(seq)
  const sheet = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another event begins at its top
  useEffect(() => {
    void sheet.current?.scrollTo({ top: 0 })
  }, [seq])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <aside className="sheet" ref={sheet} tabIndex={0} aria-label={`Event ${seq}`}>
      <div className="sheet-bar">
        <h2>Event {seq.toLocaleString()}</h2>
        <ActionIcon variant="subtle" color="gray" aria-label="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!data && !error && <Skeleton height={120} />}
      {data?.event && (
        <>
          <Body event={data.event} titles={titles} ask={ask} />
          <Proof verdict={data.verdict} seq={seq} />
        </>
      )}
    </aside>
  )
}
