import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReportRow } from '../../../src/client/reports.ts'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { reportFile } from '../report-data.ts'
import { csvOf, saveBlob, saveFile } from './save-file.ts'

type Props = {
  /** What the files are called. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly ReportRow[]
  /** What the server is asked for when it makes the file. */
  readonly asked: Parameters<typeof reportFile>[0]
  /** Whether there is one event a row, which syslog can carry. */
  readonly isRaw?: boolean
}

/** A report as files: what is on the screen as CSV and JSON, and what the server makes. */
export function Saves({ name, columns, rows, asked, isRaw = false }: Props) {
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: async (form: 'pdf' | 'syslog') => {
      const blob = await reportFile(asked, form)
      saveBlob(`${name}.${form === 'pdf' ? 'pdf' : 'log'}`, blob)
    },
  })
  const here = [
    { label: 'CSV', save: () => saveFile(`${name}.csv`, 'text/csv', csvOf(columns, rows)) },
    {
      label: 'JSON',
      save: () => saveFile(`${name}.json`, 'application/json', JSON.stringify(rows, undefined, 2)),
    },
  ]
  const made = [
    { form: 'pdf', label: 'PDF' },
    ...(isRaw ? [{ form: 'syslog', label: 'Syslog' } as const] : []),
  ] as const
  return (
    <>
      {here.map(({ label, save }) => (
        <Button
          key={label}
          variant="default"
          size="xs"
          leftSection={<Icon name="down" />}
          onClick={save}
        >
          {label}
        </Button>
      ))}
      {made.map(({ form, label }) => (
        <Button
          key={form}
          variant="default"
          size="xs"
          leftSection={<Icon name="down" />}
          loading={isPending && variables === form}
          onClick={() => mutate(form)}
        >
          {label}
        </Button>
      ))}
      {error && <Trouble error={error} />}
    </>
  )
}
