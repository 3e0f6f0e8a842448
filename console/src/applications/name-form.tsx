import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'

type Props = {
  readonly label: string
  readonly action: string
  readonly placeholder: string
  readonly isBusy: boolean
  readonly error: unknown
  readonly submit: (name: string, done: () => void) => void
}

/** Names something new, and makes it. */
export function NameForm({ label, action, placeholder, isBusy, error, submit }: Props) {
  const [name, setName] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    submit(name.trim(), () => setName(''))
  }
  return (
    <form className="name-form" onSubmit={send}>
      <TextInput
        size="xs"
        aria-label={label}
        placeholder={placeholder}
        required
        maxLength={200}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={isBusy} leftSection={<Icon name="plus" />}>
        {action}
      </Button>
      {error ? <Trouble error={error} /> : null}
    </form>
  )
}
