import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import {
  SettingsForm,
  type SettingsSchema,
  settingsOf,
  type Written,
} from '../parts/settings-form.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useAct, useChannels } from './alert-data.ts'

type Props = {
  readonly alert: string
  /** A webhook's token comes with it, once. */
  readonly done: (made: { readonly token?: string }) => void
}

/** Who is told, by what, and where. */
export function RecipientForm({ alert, done }: Props) {
  const { data: channels = [] } = useChannels()
  const [chosen, setChosen] = useState('email')
  const [name, setName] = useState('')
  const [written, setWritten] = useState<Written>({})
  const schema = (channels.find(({ channel }) => channel === chosen)?.settings ??
    {}) as SettingsSchema
  const { mutate, isPending, error } = useAct(alert, (one, ways: Record<string, object>) =>
    one.recipients.add({ name, ways } as never),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate(
      { [chosen]: settingsOf(schema, written) },
      { onSuccess: (made) => done(made as { readonly token?: string }) },
    )
  }
  return (
    <form className="stack" onSubmit={send}>
      <TextInput
        label="Name"
        placeholder="on call"
        required
        withAsterisk={false}
        maxLength={200}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <NativeSelect
        label="By"
        data={channels.map(({ channel, title }) => ({ value: channel, label: title }))}
        value={chosen}
        onChange={({ currentTarget }) => {
          setChosen(currentTarget.value)
          setWritten({})
        }}
      />
      <SettingsForm schema={schema} written={written} write={setWritten} />
      {error && <Trouble error={error} />}
      <Button type="submit" loading={isPending}>
        Add
      </Button>
    </form>
  )
}
