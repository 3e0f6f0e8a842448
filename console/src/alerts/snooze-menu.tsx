import { Button, Menu, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Trouble } from '../parts/trouble.tsx'
import { type ShownAlert, useAct } from './alert-data.ts'

const monday = 1
const morning = 8

/** The next Monday morning, in the person's own zone. */
function nextMonday(now: Date): Date {
  const days = (monday - now.getDay() + 7) % 7 || 7
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morning)
}

type Props = { readonly alert: ShownAlert }
type DateProps = { readonly isOpen: boolean; readonly close: () => void } & Props

const longestMs = 30 * 86_400_000

/** As a field for a date and a time wants it, in the person's own zone. */
const fieldText = (moment: Date) =>
  new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)

function UntilDate({ alert, isOpen, close }: DateProps) {
  const [until, setUntil] = useState('')
  const { mutate, isPending, error } = useAct(String(alert.alert_id), (one, end: string) =>
    one.snooze({ until: end }),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate(new Date(until).toISOString(), { onSuccess: close })
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={`Snooze ${alert.name}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form className="stack" onSubmit={send}>
        <TextInput
          type="datetime-local"
          label="Until"
          description="Every snooze ends: after 30 days at the latest."
          required
          withAsterisk={false}
          min={fieldText(new Date())}
          max={fieldText(new Date(Date.now() + longestMs))}
          value={until}
          onChange={({ currentTarget }) => setUntil(currentTarget.value)}
        />
        {error && <Trouble error={error} />}
        <Button type="submit" loading={isPending}>
          Snooze
        </Button>
      </form>
    </Modal>
  )
}

/** Tells nobody for a while, which always ends. */
export function SnoozeMenu({ alert }: Props) {
  const [isDated, setDated] = useState(false)
  const { mutate, isPending } = useAct(
    String(alert.alert_id),
    (one, ends: { for: string } | { until: string }) => one.snooze(ends),
  )
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            size="compact-xs"
            variant="default"
            loading={isPending}
            aria-label={`Snooze ${alert.name}`}
          >
            Snooze
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => mutate({ for: '1h' })}>For 1 hour</Menu.Item>
          <Menu.Item onClick={() => mutate({ for: '8h' })}>For 8 hours</Menu.Item>
          <Menu.Item onClick={() => mutate({ until: nextMonday(new Date()).toISOString() })}>
            Until Monday, 08:00
          </Menu.Item>
          <Menu.Item onClick={() => setDated(true)}>Until …</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <UntilDate alert={alert} isOpen={isDated} close={() => setDated(false)} />
    </>
  )
}
