import { Button } from '@mantine/core'
import type { ReportRow } from '../../../src/client/reports.ts'
import { Icon } from '../parts/icon.tsx'
import { sizeText } from '../parts/size-text.ts'
import { Trouble } from '../parts/trouble.tsx'
import { useWork, type Watching } from '../parts/use-work.ts'
import { Working } from '../parts/working.tsx'
import { type AskedOfFile, reportFile } from '../report-data.ts'
import { csvOf, saveBlob, saveFile } from './save-file.ts'

type Props = {
  /** What the files are called. */
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly ReportRow[]
  /** What the server is asked for when it makes the file. */
  readonly asked: AskedOfFile
  /** Whether there is one event a row, which syslog can carry. */
  readonly isRaw?: boolean
}

/** A report as files: what is on the screen as CSV and JSON, and what the server makes. */
export function Saves({ name, columns, rows, asked, isRaw = false }: Props) {
  const make = async (format: 'pdf' | 'syslog', watching: Watching) => {
    const blob = await reportFile({ ...asked, format }, watching)
    saveBlob(`${name}.${format === 'pdf' ? 'pdf' : 'log'}`, blob)
  }
  const { start, cancel, progress, isPending, variables, error } = useWork(make)
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
          onClick={() => start(form)}
        >
          {label}
        </Button>
      ))}
      {isPending && (
        <Working progress={progress} cancel={cancel}>
          {progress ? `${sizeText(progress.done)} have come` : 'The server makes the file'}
        </Working>
      )}
      {error && <Trouble error={error} />}
    </>
  )
}
