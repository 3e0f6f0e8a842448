import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { QueryInput } from '../events/query-input.tsx'
import {
  SettingsForm,
  type SettingsSchema,
  settingsOf,
  type Written,
} from '../parts/settings-form.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Destination, useKinds, useTargetOnce } from './destination-data.ts'

const masked = '••••'

/** What stands in the fields at first: everything but secrets, which nobody may read again. */
const writtenOf = ({ settings }: Destination): Written =>
  Object.fromEntries(
    Object.entries(settings)
      .filter(([, value]) => value !== masked && value !== null)
      .map(([name, value]) => [name, String(value)]),
  )

/** Only what is different now; what was emptied is taken away. */
function changesIn(schema: SettingsSchema, before: Written, after: Written): object {
  const changed = Object.keys({ ...before, ...after }).filter(
    (name) => (before[name] ?? '') !== (after[name] ?? ''),
  )
  const given = settingsOf(
    schema,
    Object.fromEntries(changed.map((name) => [name, after[name] ?? ''])),
  )
  return { ...Object.fromEntries(changed.map((name) => [name, null])), ...given }
}

/** Changes the settings or the filter of a destination, after a test message with the new ones has arrived. */
export function ChangeForm({ destination }: { readonly destination: Destination }) {
  const { data: kinds } = useKinds()
  const schema = (kinds?.find(({ kind }) => kind === destination.kind)?.settings ??
    {}) as SettingsSchema
  const before = writtenOf(destination)
  const [written, setWritten] = useState<Written>(before)
  const [filter, setFilter] = useState(destination.filter)
  const { mutate, isPending, error, isSuccess } = useTargetOnce(destination.name, (one) =>
    one.change(
      { settings: { ...changesIn(schema, before, written) }, filter: filter.trim() },
      { test: true },
    ),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <details className="panel">
      <summary>Settings and filter</summary>
      <form className="stack change-form" onSubmit={send}>
        <p className="soft">Secrets are kept sealed: leave them empty, and they stay.</p>
        <SettingsForm schema={schema} written={written} write={setWritten} isChange />
        <QueryInput
          label="Which events"
          description="Nothing is every event."
          isLabelled
          value={filter}
          write={setFilter}
        />
        {error && <Trouble error={error} />}
        <div className="row">
          <Button type="submit" size="xs" loading={isPending}>
            Test and save
          </Button>
          <span role="status" className="outcome">
            {isSuccess ? 'Saved.' : ''}
          </span>
        </div>
      </form>
    </details>
  )
}
