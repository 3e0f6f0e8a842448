import '../look/exposure.css'
import { Button, Skeleton } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReportRow } from '../../../src/client/reports.ts'
import { AskForm } from '../exposure/ask-form.tsx'
import { type Asked, subjectOf } from '../exposure/asked.ts'
import { Checklist } from '../exposure/checklist.tsx'
import { type LeftVersion, useExposure, useTicking, useTitles } from '../exposure/exposure-data.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { countOf, useRows } from '../report-data.ts'
import { csvOf, saveFile } from '../reports/save-file.ts'

/** Where to begin: the devices that read lately. */
function Devices() {
  const { data } = useRows('last:30d event:app_client_access report:span group:device limit:12')
  return (
    <Nothing title="What has to be changed after a leak?">
      <p>
        A device was stolen, a laptop was lost, somebody has left: the log knows which version of
        which secret each of them got. Name one above, or take one of these.
      </p>
      <ul className="row centred">
        {data?.map((row) => {
          const device = String(row['device'] ?? '')
          return (
            <li key={device}>
              <Link to="/exposure" search={{ device }} className="chip-link">
                {device} <span className="soft">{countOf(row).toLocaleString()} reads</span>
              </Link>
            </li>
          )
        })}
      </ul>
      <Command>keepwatch exposure --device ci-runner</Command>
    </Nothing>
  )
}

const columns = [
  ...['status', 'record_uid', 'title', 'revision', 'current_revision', 'attachment_id'],
  ...['times', 'first_left', 'last_left'],
]

type FoundProps = {
  readonly rows: readonly LeftVersion[]
  readonly asked: Asked
  readonly again: () => void
}

function Found({ rows, asked, again }: FoundProps) {
  const titles = useTitles()
  useTicking(rows, again)
  const who = subjectOf(asked)?.who ?? ''
  if (rows.length === 0)
    return (
      <Nothing title="Nothing left">
        <p>
          No secret is known to have left to {who} in that time. The log reaches back as far as it
          is kept.
        </p>
      </Nothing>
    )
  const save = () => {
    const named = rows.map(
      (row) => ({ title: titles?.get(row.record_uid) ?? '', ...row }) as ReportRow,
    )
    saveFile(`rotate-${who.replaceAll(/\W+/g, '-')}.csv`, 'text/csv', csvOf(columns, named))
  }
  return (
    <>
      <Checklist rows={rows} titles={titles} />
      <div className="row">
        <Button size="xs" variant="default" leftSection={<Icon name="down" />} onClick={save}>
          CSV
        </Button>
        {titles === undefined && (
          <span className="soft">
            Titles are in the vault: open it under <Link to="/vault">Vault</Link>, and they stand
            here instead of UIDs.
          </span>
        )}
      </div>
    </>
  )
}

/** Which secrets left to a device, an application, a person or an address, and what of them is still to be changed. */
export function Exposure() {
  const asked = useSearch({ from: '/exposure' })
  const navigate = useNavigate()
  const { data, error, refetch } = useExposure(asked)
  const isAsked = subjectOf(asked) !== undefined
  return (
    <div className="page narrow">
      <header className="bar">
        <h1>Exposure</h1>
      </header>
      <AskForm
        key={subjectOf(asked)?.who ?? ''}
        asked={asked}
        ask={(search) => void navigate({ to: '/exposure', search })}
      />
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!isAsked && <Devices />}
      {isAsked && !data && !error && <Skeleton height={220} />}
      {isAsked && data && <Found rows={data} asked={asked} again={() => void refetch()} />}
    </div>
  )
}
