import { Button, Modal, Switch } from '@mantine/core'
import { useState } from 'react'
import { Copy } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type ShownAlert, useAct, useDo } from './alert-data.ts'
import { RecipientForm } from './recipient-form.tsx'

type Recipient = ShownAlert['recipients'][number]

/** By what somebody is told, and where: never a secret. */
function wayText({ channel, settings }: Recipient['ways'][number]): string {
  const { to, url } = settings as { readonly to?: string; readonly url?: string }
  return [channel, to ?? url].filter(Boolean).join(' ')
}

type RowProps = { readonly alert: string; readonly recipient: Recipient }

const Row = ({ alert, recipient }: RowProps) => {
  const { name, disabled, ways, trouble } = recipient
  const isOriginator = name === '*'
  const turning = useAct<boolean, unknown>(alert, (one, isOn) =>
    isOriginator
      ? one.change({ rule: { send_to_originator: isOn } })
      : one.recipients.change(name, { disabled: !isOn }),
  )
  const removing = useDo(alert, (one) => one.recipients.remove(name))
  const label = isOriginator ? 'Whoever caused it' : name
  const error = turning.error ?? removing.error
  return (
    <li className="recipient">
      <Switch
        size="xs"
        label={label}
        checked={!disabled}
        onChange={({ currentTarget }) => turning.mutate(currentTarget.checked)}
      />
      <span className="soft mono">{isOriginator ? 'by email' : ways.map(wayText).join(', ')}</span>
      {!isOriginator && (
        <SureButton
          label="Remove"
          sure="Tell no more"
          about={label}
          isBusy={removing.isPending}
          act={() => removing.mutate()}
        />
      )}
      {trouble && <p className="warning">{Object.values(trouble).join('; ')}</p>}
      {error && <Trouble error={error} />}
    </li>
  )
}

const Token = ({ token, close }: { readonly token: string; readonly close: () => void }) => (
  <div className="stack" role="status">
    <p>The webhook gets this token as “Authorization: Bearer”. It is shown now and never again.</p>
    <div className="command">
      <code>{token}</code>
      <Copy text={token}>Copy</Copy>
    </div>
    <Button variant="default" onClick={close}>
      I have kept the token
    </Button>
  </div>
)

/** Who is told of an alert. */
export function Recipients({ alert }: { readonly alert: ShownAlert }) {
  const [isAdding, setAdding] = useState(false)
  const [token, setToken] = useState<string>()
  const close = () => {
    setAdding(false)
    setToken(undefined)
  }
  const id = String(alert.alert_id)
  const told = (made: { readonly token?: string }) =>
    made.token === undefined ? close() : setToken(made.token)
  return (
    <section className="panel">
      <h2>Who is told</h2>
      <ul className="stack">
        {alert.recipients.map((one) => (
          <Row key={one.recipient_id} alert={id} recipient={one} />
        ))}
      </ul>
      <Button
        size="compact-xs"
        variant="default"
        className="below"
        leftSection={<Icon name="plus" size={13} />}
        onClick={() => setAdding(true)}
      >
        Add a recipient
      </Button>
      <Modal
        opened={isAdding}
        onClose={close}
        title="Who else is to be told"
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {token === undefined ? (
          <RecipientForm alert={id} done={told} />
        ) : (
          <Token token={token} close={close} />
        )}
      </Modal>
    </section>
  )
}
