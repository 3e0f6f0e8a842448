import { Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Trouble } from '../parts/trouble.tsx'
import { useSaveReport } from '../report-data.ts'

type Props = {
  readonly q: string
  readonly name: string
  readonly done: (name: string) => void
}

/** Keeps a question under a name: a time such as “the last seven days” stays that. */
export function SaveReport({ q, name: known, done }: Props) {
  const [name, setName] = useState(known)
  const [isPrivate, setPrivate] = useState(false)
  const { mutate, isPending, error, isSuccess } = useSaveReport()
  const send = (event: FormEvent) => {
    event.preventDefault()
    const saving = { name: name.trim(), q, private: isPrivate }
    mutate(saving, { onSuccess: () => done(saving.name) })
  }
  return (
    <form className="name-form" onSubmit={send}>
      <TextInput
        size="xs"
        aria-label="Name of the report"
        placeholder="Reads by device"
        required
        maxLength={80}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={isPending}>
        Save
      </Button>
      <Checkbox
        size="xs"
        label="only for me"
        checked={isPrivate}
        onChange={({ currentTarget }) => setPrivate(currentTarget.checked)}
      />
      <span role="status" className="outcome">
        {isSuccess ? 'Saved.' : ''}
      </span>
      {error && <Trouble error={error} />}
    </form>
  )
}
