import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { RecordField } from '../../../src/client/crypto/record-data.ts'
import type { Vault } from '../../../src/client/vault.ts'
import { Copy } from '../parts/copy.tsx'
import { fieldLabel, isSecret, textIn } from './record-draft.ts'
import { RecordFiles } from './record-files.tsx'
import { RecordLinks } from './record-links.tsx'
import type { Opened } from './vault-data.ts'

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

type Props = { readonly vault: Vault; readonly opened: Opened }

/** What a record holds. Secrets stay covered until somebody wants to see them. */
export const RecordView = ({ vault, opened }: Props) => {
  const { record } = opened
  const filled = [...record.fields, ...record.custom].filter(
    // Which files hang on it stands below, by their names.
    ({ value, type }) => value.length > 0 && type !== 'fileRef',
  )
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
      <RecordFiles vault={vault} opened={opened} />
      <RecordLinks vault={vault} opened={opened} />
    </section>
  )
}
