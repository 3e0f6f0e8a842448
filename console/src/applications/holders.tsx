import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { EmailField } from '../parts/door-fields.tsx'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useSession } from '../session.ts'
import {
  type Holder,
  type Opened,
  useChangeHolder,
  useShareApplication,
  useUnshareApplication,
} from './application-data.ts'

type Props = { readonly vault: Vault; readonly application: Opened }

const rights = [
  { value: 'view', label: 'may see it' },
  { value: 'manage', label: 'may manage it' },
]

const permissionOf = (value: string) => (value === 'manage' ? 'manage' : 'view')

/** Lets somebody hold it; its owner also lets them into the folders that it reads. */
function NewHolder({ vault, application }: Props) {
  const [email, setEmail] = useState('')
  const [right, setRight] = useState('view')
  const [withFolders, setWithFolders] = useState(true)
  const isOwner = application.permission === 'owner'
  const { mutate, isPending, error } = useShareApplication(vault, application.app_uid)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const wanted = { email: email.trim(), permission: permissionOf(right) } as const
    const folders = isOwner && withFolders ? 'with its folders' : 'alone'
    mutate({ ...wanted, folders }, { onSuccess: () => setEmail('') })
  }
  return (
    <form className="panel stack" onSubmit={send} aria-label="Let somebody hold it">
      <div className="field-row">
        <EmailField value={email} onChange={setEmail} autoComplete="off" />
        <NativeSelect
          label="Who then"
          data={rights}
          value={right}
          onChange={({ currentTarget }) => setRight(currentTarget.value)}
        />
      </div>
      {isOwner && (
        <Checkbox
          label="and may read the shared folders that it reads"
          checked={withFolders}
          onChange={({ currentTarget }) => setWithFolders(currentTarget.checked)}
        />
      )}
      {error && <Trouble error={error} />}
      <Button type="submit" size="xs" className="fit" loading={isPending}>
        Share the application
      </Button>
    </form>
  )
}

type RowProps = Props & { readonly holder: Holder; readonly isMe: boolean }

/** Somebody who holds it. Oneself can leave; whoever manages it says what others may, and ends it. */
function Row({ vault, application, holder, isMe }: RowProps) {
  const changing = useChangeHolder(vault, application.app_uid)
  const ending = useUnshareApplication(vault, application.app_uid)
  const leave = useNavigate()
  const error = changing.error ?? ending.error
  const name = holder.email ?? 'somebody'
  const mayManage = application.permission !== 'view'
  const end = () =>
    ending.mutate(name, { onSuccess: () => isMe && void leave({ to: '/applications' }) })
  return (
    <tr>
      <td>
        {name}
        {error && <Trouble error={error} />}
      </td>
      <td>
        {mayManage && !isMe ? (
          <NativeSelect
            size="xs"
            aria-label={`What ${name} may`}
            data={rights}
            value={holder.permission}
            onChange={({ currentTarget }) =>
              changing.mutate({ ...holder, permission: permissionOf(currentTarget.value) })
            }
          />
        ) : (
          rights.find(({ value }) => value === holder.permission)?.label
        )}
      </td>
      <td>
        <Moment at={holder.created_at} />
      </td>
      <td>
        {(mayManage || isMe) && (
          <SureButton
            label={isMe ? 'Leave' : 'End'}
            sure={isMe ? 'Leave it' : 'Take it away'}
            about={name}
            isBusy={ending.isPending}
            act={end}
          />
        )}
      </td>
    </tr>
  )
}

/** Who holds an application besides its owner, and what they may with it. */
export function Holders({ vault, application }: Props) {
  const who = useSession()
  const me = 'email' in who ? who.email : ''
  const { owner, permission, people } = application
  return (
    <section className="stack" aria-label="Who holds it">
      <h2>Who holds it</h2>
      <p className="soft">
        {permission === 'owner' ? 'It is yours.' : `It belongs to ${owner ?? 'somebody else'}.`} Who
        manages it adds devices, which read what it reads. Devices stay when a share ends.
      </p>
      {permission !== 'view' && <NewHolder vault={vault} application={application} />}
      {people.length === 0 && <p className="soft">Nobody else holds it.</p>}
      {people.length > 0 && (
        <TableFrame
          label="Who else holds it"
          titles={['Who', 'What they may', 'Since']}
          acts="with acts"
        >
          {people.map((holder) => (
            <Row
              key={holder.account_uid}
              vault={vault}
              application={application}
              holder={holder}
              isMe={holder.email === me}
            />
          ))}
        </TableFrame>
      )}
    </section>
  )
}
