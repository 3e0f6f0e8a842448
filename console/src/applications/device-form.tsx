import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import type { Place } from './new-device.ts'

type Props = {
  readonly isBusy: boolean
  readonly error: unknown
  readonly submit: (device: { name: string; place: Place }, done: () => void) => void
}

const places = [
  { value: 'first', label: 'from the address of its first connection' },
  { value: 'network', label: 'from the network of its first connection' },
  { value: 'anywhere', label: 'from anywhere' },
] as const

/** Names a new device, and says from where it may come. */
export function DeviceForm({ isBusy, error, submit }: Props) {
  const [name, setName] = useState('')
  const [place, setPlace] = useState<Place>('first')
  const send = (event: FormEvent) => {
    event.preventDefault()
    submit({ name: name.trim(), place }, () => {
      setName('')
      setPlace('first')
    })
  }
  return (
    <form className="name-form" onSubmit={send}>
      <TextInput
        size="xs"
        aria-label="Name of the new device"
        placeholder="ci-runner"
        required
        maxLength={200}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        aria-label="From where it may come"
        data={[...places]}
        value={place}
        onChange={({ currentTarget: { value } }) =>
          setPlace(places.find((one) => one.value === value)?.value ?? 'first')
        }
      />
      <Button type="submit" size="xs" loading={isBusy} leftSection={<Icon name="plus" />}>
        Add device
      </Button>
      {error ? <Trouble error={error} /> : null}
    </form>
  )
}
