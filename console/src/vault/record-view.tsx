import { Button, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { RecordField } from '../../../src/client/crypto/record-data.ts'
import type { Vault } from '../../../src/client/vault.ts'
import { Copy } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { fieldLabel, isSecret, textIn } from './record-draft.ts'
import { type Opened, useDownload } from './vault-data.ts'

const hidden = '••••••••••••'

function Value({ field }: { readonly field: RecordField }) {
  const [isShown, setShown] = useState(false)
  const text = textIn(field) ?? JSON.stringify(field.value)
  const mayHide = isSecret(field)
  return (
    <dd className="record-value">
      <code>{mayHide && !isShown ? hidden : text}</code>
      {mayHide && (
        <UnstyledButton className="quiet-button" onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
        </UnstyledButton>
      )}
      <Copy text={text}>Copy</Copy>
    </dd>
  )
}

const size = (bytes: number) =>
  bytes < 1_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000).toLocaleString()} kB`

function Files({ vault, opened }: Props) {
  const { mutate, isPending, variables, error } = useDownload(vault, opened.record_uid)
  if (opened.files.length === 0) return null
  return (
    <>
      <h3>Files</h3>
      <ul className="stack">
        {opened.files.map(({ file_uid, name, size: bytes }) => (
          <li key={file_uid} className="row">
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<Icon name="down" size={13} />}
              loading={isPending && variables === file_uid}
              onClick={() => mutate(file_uid)}
            >
              {name}
            </Button>
            <span className="soft">{size(bytes)}</span>
          </li>
        ))}
      </ul>
      {error && <Trouble error={error} />}
    </>
  )
}

type Props = { readonly vault: Vault; readonly opened: Opened }

/** What a record holds. Secrets stay covered until somebody wants to see them. */
export const RecordView = ({ vault, opened }: Props) => {
  const { record } = opened
  const filled = [...record.fields, ...record.custom].filter(({ value }) => value.length > 0)
  return (
    <section className="panel stack">
      <dl className="facts">
        {filled.map((field, at) => [
          // biome-ignore lint/suspicious/noArrayIndexKey: a field of a record is its place
          <dt key={`name ${at}`}>{fieldLabel(field)}</dt>,
          // biome-ignore lint/suspicious/noArrayIndexKey: a field of a record is its place
          <Value key={`value ${at}`} field={field} />,
        ])}
      </dl>
      {filled.length === 0 && <p className="soft">It has no fields yet.</p>}
      {record.notes && <p className="notes">{record.notes}</p>}
      <Files vault={vault} opened={opened} />
    </section>
  )
}
