import { Button, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import type { RecordData, RecordField } from '../../../src/client/crypto/record-data.ts'
import { Icon } from '../parts/icon.tsx'
import { fieldLabel, isSecret, newPassword, textIn, withText } from './record-draft.ts'

type FieldProps = { readonly field: RecordField; readonly write: (field: RecordField) => void }

const Field = ({ field, write }: FieldProps) => {
  const text = textIn(field)
  if (text === undefined)
    return <p className="soft">{fieldLabel(field)} is more than a text, and stays as it is.</p>
  const same = {
    label: fieldLabel(field),
    value: text,
    autoComplete: 'off',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      write(withText(field, currentTarget.value)),
  }
  if (!isSecret(field)) return <TextInput {...same} spellCheck={false} />
  return (
    <div className="secret-line">
      <PasswordInput {...same} autoComplete="new-password" />
      {field.type === 'password' && (
        <Button variant="default" onClick={() => write(withText(field, newPassword()))}>
          Make one
        </Button>
      )}
    </div>
  )
}

type List = 'fields' | 'custom'

type Props = {
  readonly initial: RecordData
  readonly action: string
  readonly isBusy: boolean
  readonly save: (record: RecordData) => void
  readonly children?: ReactNode
}

const customTypes = [
  { value: 'text', label: 'text' },
  { value: 'secret', label: 'secret' },
  { value: 'url', label: 'address' },
]

/** One more field, with a name of its own. */
function NewField({ add }: { readonly add: (field: RecordField) => void }) {
  const [label, setLabel] = useState('')
  const [type, setType] = useState('text')
  return (
    <div className="new-field">
      <TextInput
        size="xs"
        aria-label="Name of another field"
        placeholder="Another field"
        value={label}
        onChange={({ currentTarget }) => setLabel(currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="Kind of the field"
        data={customTypes}
        value={type}
        onChange={({ currentTarget }) => setType(currentTarget.value)}
      />
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="plus" size={13} />}
        disabled={label.trim() === ''}
        onClick={() => {
          add({ type, label: label.trim(), value: [] })
          setLabel('')
        }}
      >
        Add
      </Button>
    </div>
  )
}

/** A record, field by field. It is encrypted here before anything is sent. */
export function RecordForm({ initial, action, isBusy, save, children }: Props) {
  const [record, setRecord] = useState(initial)
  const write = (list: List, at: number) => (field: RecordField) =>
    setRecord({ ...record, [list]: record[list].with(at, field) })
  const fieldsOf = (list: List) =>
    record[list].map((field, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a field of a record is its place
      <Field key={`${list} ${at}`} field={field} write={write(list, at)} />
    ))
  const send = (event: FormEvent) => {
    event.preventDefault()
    save(record)
  }
  return (
    <form className="panel stack record-form" onSubmit={send}>
      <TextInput
        label="Title"
        required
        withAsterisk={false}
        maxLength={1_000}
        value={record.title}
        onChange={({ currentTarget }) => setRecord({ ...record, title: currentTarget.value })}
      />
      {fieldsOf('fields')}
      {fieldsOf('custom')}
      <NewField add={(field) => setRecord({ ...record, custom: [...record.custom, field] })} />
      <Textarea
        label="Notes"
        autosize
        minRows={2}
        value={record.notes ?? ''}
        onChange={({ currentTarget }) => setRecord({ ...record, notes: currentTarget.value })}
      />
      {children}
      <Button type="submit" loading={isBusy}>
        {action}
      </Button>
    </form>
  )
}
