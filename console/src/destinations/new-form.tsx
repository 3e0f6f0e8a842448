import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { QueryInput } from '../events/query-input.tsx'
import {
  isComplete,
  SettingsForm,
  type SettingsSchema,
  settingsOf,
  type Written,
} from '../parts/settings-form.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Kind, useNewDestination } from './destination-data.ts'
import { Preview } from './preview.tsx'

const dayMs = 86_400_000

const begins = [
  { value: '', label: 'From now on' },
  { value: '1', label: 'And the last day' },
  { value: '7', label: 'And the last 7 days' },
  { value: '30', label: 'And the last 30 days' },
  { value: '36500', label: 'And everything there is' },
]

const sinceOf = (days: string) =>
  days === '' ? '' : new Date(Date.now() - Number(days) * dayMs).toISOString()

/** What a new destination needs, beside a real event as it will arrive. Secrets are typed here, so nothing is kept. */
export function NewForm({ kind }: { readonly kind: Kind }) {
  const [name, setName] = useState(kind.kind)
  const [filter, setFilter] = useState('')
  const [days, setDays] = useState('')
  const [written, setWritten] = useState<Written>({})
  const { mutate, isPending, error } = useNewDestination()
  const navigate = useNavigate()
  const schema = kind.settings as SettingsSchema
  const settings = settingsOf(schema, written)
  const made = { name, kind: kind.kind, settings, filter: filter.trim(), since: sinceOf(days) }
  const save = (test: boolean) =>
    mutate(
      { ...made, test },
      {
        onSuccess: (saved) => void navigate({ to: '/destinations/$name', params: { name: saved } }),
      },
    )
  const send = (event: FormEvent) => {
    event.preventDefault()
    save(true)
  }
  return (
    <div className="editor">
      <form className="panel stack" onSubmit={send}>
        <TextInput
          label="Name"
          description="Lower-case letters, digits and hyphens."
          required
          withAsterisk={false}
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <SettingsForm schema={schema} written={written} write={setWritten} />
        <QueryInput
          label="Which events"
          description="Nothing is every event."
          placeholder="category:ksm -severity:info"
          isLabelled
          value={filter}
          write={setFilter}
        />
        <NativeSelect
          label="What it gets"
          data={begins}
          value={days}
          onChange={({ currentTarget }) => setDays(currentTarget.value)}
        />
        {error && <Trouble error={error} />}
        <div className="row">
          <Button type="submit" loading={isPending}>
            Test and set up
          </Button>
          {error && (
            <Button variant="default" disabled={isPending} onClick={() => save(false)}>
              Set up without a test
            </Button>
          )}
        </div>
      </form>
      <Preview
        asked={
          isComplete(schema, written)
            ? { kind: kind.kind, settings, filter: filter.trim() }
            : undefined
        }
      />
    </div>
  )
}
