import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import {
  SettingsForm,
  type SettingsSchema,
  settingsOf,
  type Written,
} from '../parts/settings-form.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { zone } from '../time.ts'
import { useAddSchedule, useWays } from './schedule-data.ts'

const times = [
  { value: '0 7 * * *', label: 'every day at 07:00' },
  { value: '0 7 * * MON', label: 'every Monday at 07:00' },
  { value: '0 7 1 * *', label: 'on the first of the month at 07:00' },
  { value: '', label: 'as five fields (cron)' },
]

const formats = ['csv', 'json', 'ndjson', 'pdf'] as const

type Format = (typeof formats)[number]

type Draft = {
  readonly name: string
  readonly time: string
  readonly cron: string
  readonly format: Format
  readonly way: string
  readonly written: Written
}

type Props = { readonly draft: Draft; readonly write: (change: Partial<Draft>) => void }

/** When it comes, in which form, and by what. */
function Choices({ draft, write }: Props) {
  const { data: ways = [] } = useWays()
  return (
    <div className="field-row">
      <NativeSelect
        label="When"
        description={zone}
        data={times}
        value={draft.time}
        onChange={({ currentTarget }) => write({ time: currentTarget.value })}
      />
      {draft.time === '' && (
        <TextInput
          label="Cron"
          description="minute hour day month weekday"
          placeholder="30 6 * * MON-FRI"
          required
          withAsterisk={false}
          value={draft.cron}
          onChange={({ currentTarget }) => write({ cron: currentTarget.value })}
        />
      )}
      <NativeSelect
        label="As"
        description="the file that is sent"
        data={[...formats]}
        value={draft.format}
        onChange={({ currentTarget }) => write({ format: currentTarget.value as Format })}
      />
      <NativeSelect
        label="By"
        description="where it goes"
        data={ways.map((one) => ({ value: one.way, label: one.title }))}
        value={draft.way}
        onChange={({ currentTarget }) => write({ way: currentTarget.value, written: {} })}
      />
    </div>
  )
}

/** Has a report sent by the clock: when, in which form, and by what. */
export function ScheduleForm({ report }: { readonly report: string }) {
  const { data: ways } = useWays()
  const [draft, setDraft] = useState<Draft>({
    ...{ name: report, time: times[0]?.value ?? '', cron: '', format: 'csv', way: 'email' },
    written: {},
  })
  const write = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const { mutate, isPending, error } = useAddSchedule()
  const navigate = useNavigate()
  const { name, time, cron, format, way, written } = draft
  const schema = (ways?.find((one) => one.way === way)?.settings ?? {}) as SettingsSchema
  const send = (event: FormEvent) => {
    event.preventDefault()
    const adding = { name, report, cron: time || cron, timezone: zone, format }
    mutate(
      { ...adding, ways: { [way]: { ...settingsOf(schema, written) } } },
      {
        onSuccess: (made) =>
          void navigate({ to: '/reports/schedules/$name', params: { name: made.name } }),
      },
    )
  }
  return (
    <details className="panel">
      <summary>Send it by the clock</summary>
      <form className="stack change-form" onSubmit={send}>
        <TextInput
          label="Name of the schedule"
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={({ currentTarget }) => write({ name: currentTarget.value })}
        />
        <Choices draft={draft} write={write} />
        <SettingsForm
          schema={schema}
          written={written}
          write={(changed) => write({ written: changed })}
        />
        {error && <Trouble error={error} />}
        <Button type="submit" size="xs" className="fit" loading={isPending}>
          Schedule
        </Button>
      </form>
    </details>
  )
}
