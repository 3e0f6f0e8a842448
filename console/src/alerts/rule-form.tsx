import { Button, MultiSelect, NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { QueryInput } from '../events/query-input.tsx'
import { useFieldNames, withClock } from '../events/vocabulary.ts'
import { ConditionFields } from './condition-fields.tsx'
import type { Draft } from './draft.ts'

const severities = ['info', 'notice', 'warning', 'critical']

const periods = [
  { value: 'event', label: 'every so many times' },
  { value: 'minutes', label: 'once in so many minutes' },
  { value: 'hour', label: 'once in so many hours' },
  { value: 'day', label: 'once in so many days' },
]

type Props = { readonly draft: Draft; readonly write: (change: Partial<Draft>) => void }

/** How loud it is: how grave, how often, and whether anybody hears it at all. */
const Loudness = ({ draft, write }: Props) => (
  <>
    <div className="field-row">
      <NativeSelect
        label="Severity"
        data={severities}
        value={draft.severity}
        onChange={({ currentTarget }) =>
          write({ severity: currentTarget.value as Draft['severity'] })
        }
      />
      <NativeSelect
        label="Tells"
        data={periods}
        value={draft.period}
        onChange={({ currentTarget }) => write({ period: currentTarget.value as Draft['period'] })}
      />
      <TextInput
        label="How many"
        type="number"
        min={1}
        value={draft.every}
        onChange={({ currentTarget }) => write({ every: currentTarget.value })}
      />
    </div>
    <Switch
      label="Only watch (shadow)"
      description="It is on the record what would have been told; nobody is."
      checked={draft.mode === 'shadow'}
      onChange={({ currentTarget }) => write({ mode: currentTarget.checked ? 'shadow' : 'live' })}
    />
    <Switch
      label="Also tell whoever caused the event"
      description="By mail, where it was a person."
      checked={draft.send_to_originator}
      onChange={({ currentTarget }) => write({ send_to_originator: currentTarget.checked })}
    />
  </>
)

/** Which events, when it comes true, and for whom by itself. */
function Ground({ draft, write }: Props) {
  const names = withClock(useFieldNames())
  return (
    <>
      <QueryInput
        label="Which events"
        description="Conditions as in every search; nothing is every event."
        placeholder="event:app_client_access_denied reason:ip_locked"
        isLabelled
        value={draft.filter}
        write={(filter) => write({ filter })}
      />
      <ConditionFields draft={draft} write={write} />
      <MultiSelect
        label="For each"
        description="Every device, person or address counts by itself."
        placeholder={draft.group_by.length === 0 ? 'All together' : ''}
        data={names}
        searchable
        maxValues={4}
        value={[...draft.group_by]}
        onChange={(group_by) => write({ group_by })}
      />
    </>
  )
}

type FormProps = Props & {
  readonly isBusy: boolean
  readonly save: () => void
  readonly action: string
  readonly children?: ReactNode
}

/** A rule, field by field. */
export function RuleForm({ draft, write, isBusy, save, action, children }: FormProps) {
  const send = (event: FormEvent) => {
    event.preventDefault()
    save()
  }
  return (
    <form className="panel stack rule-form" onSubmit={send}>
      <TextInput
        label="Name"
        placeholder="Many denials from one address"
        required
        withAsterisk={false}
        maxLength={200}
        value={draft.name}
        onChange={({ currentTarget }) => write({ name: currentTarget.value })}
      />
      <Ground draft={draft} write={write} />
      <Loudness draft={draft} write={write} />
      <Textarea
        label="What it means, and what to do"
        description="Stands in every message."
        autosize
        minRows={2}
        maxLength={2_000}
        value={draft.description}
        onChange={({ currentTarget }) => write({ description: currentTarget.value })}
      />
      {children}
      <Button type="submit" loading={isBusy}>
        {action}
      </Button>
    </form>
  )
}
