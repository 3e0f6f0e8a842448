import '../look/vault.css'
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { EmailField } from '../parts/door-fields.tsx'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'
import {
  type Guest,
  useGuests,
  useRenewKey,
  useSetEditable,
  useShare,
  useUnshare,
} from '../vault/sharing-data.ts'
import { useTeams } from '../vault/team-data.ts'
import { type Folder, useFolders } from '../vault/vault-data.ts'

type Props = { readonly vault: Vault; readonly folder: Folder }

const rights = [
  { value: 'read', label: 'may read it' },
  { value: 'edit', label: 'may add records and change them' },
]

/** Lets somebody in, or a team. */
function NewGuest({ vault, folder }: Props) {
  const [email, setEmail] = useState('')
  const [team, setTeam] = useState('')
  const [right, setRight] = useState('read')
  const teams = useTeams()
  const { mutate, isPending, error } = useShare(vault, folder.folder_uid)
  const send = (event: FormEvent) => {
    event.preventDefault()
    const whom =
      team === ''
        ? { name: email.trim(), kind: 'person' as const }
        : { name: team, kind: 'team' as const }
    const clear = () => {
      setEmail('')
      setTeam('')
    }
    mutate({ ...whom, editable: right === 'edit' }, { onSuccess: clear })
  }
  const choices = [
    { value: '', label: 'a person' },
    ...(teams.data ?? []).map(({ team_uid, name }) => ({ value: team_uid, label: `team ${name}` })),
  ]
  return (
    <form className="panel stack" onSubmit={send} aria-label="Let somebody in">
      <div className="field-row">
        <NativeSelect
          label="Whom"
          data={choices}
          value={team}
          onChange={({ currentTarget }) => setTeam(currentTarget.value)}
        />
        {team === '' && <EmailField value={email} onChange={setEmail} autoComplete="off" />}
        <NativeSelect
          label="Who then"
          data={rights}
          value={right}
          onChange={({ currentTarget }) => setRight(currentTarget.value)}
        />
      </div>
      {error && <Trouble error={error} />}
      <Button type="submit" size="xs" className="fit" loading={isPending}>
        Share the folder
      </Button>
    </form>
  )
}

function Guests({ vault, folder, guests }: Props & { readonly guests: readonly Guest[] }) {
  const setting = useSetEditable(vault, folder.folder_uid)
  const ending = useUnshare(vault, folder.folder_uid)
  const error = setting.error ?? ending.error
  return (
    <>
      {error && <Trouble error={error} />}
      <TableFrame label="Who was let in" titles={['Who', 'What they may']} acts="with acts">
        {guests.map((guest) => (
          <tr key={guest.uid}>
            <td>{guest.kind === 'team' ? `team ${guest.name}` : guest.name}</td>
            <td>
              <NativeSelect
                size="xs"
                aria-label={`What ${guest.name} may`}
                data={rights}
                value={guest.editable ? 'edit' : 'read'}
                onChange={({ currentTarget }) =>
                  setting.mutate({ ...guest, editable: currentTarget.value === 'edit' })
                }
              />
            </td>
            <td>
              <SureButton
                label="End"
                sure="End it, and change the folder’s key"
                about={guest.name}
                isBusy={ending.isPending && ending.variables.uid === guest.uid}
                act={() => ending.mutate(guest)}
              />
            </td>
          </tr>
        ))}
      </TableFrame>
    </>
  )
}

/** Says that somebody may know the key who is no longer let in, and changes it. */
function Key({ vault, folder }: Props) {
  const { mutate, isPending, error, isSuccess } = useRenewKey(vault, folder.folder_uid)
  const { key_due_since: due } = folder
  return (
    <section className="panel stack" aria-label="Its key">
      <h2>Its key</h2>
      <p className="soft">
        {due === null ? (
          'It changes by itself when a share ends. What somebody has read until then, they know.'
        ) : (
          <>
            Somebody who is no longer let in may know it, <Moment at={due} as="ago" />. It changes
            when you next put something into the folder, or now.
          </>
        )}
      </p>
      {error && <Trouble error={error} />}
      <Button
        size="xs"
        variant={due === null ? 'default' : 'filled'}
        className="fit"
        loading={isPending}
        onClick={() => mutate()}
      >
        Give it another key
      </Button>
      <p role="status" className="soft">
        {isSuccess && 'It has another key. Devices go on as they are.'}
      </p>
    </section>
  )
}

function Shared({ vault, folder }: Props) {
  const { data, error, refetch } = useGuests(vault, folder.folder_uid)
  return (
    <>
      <header className="bar">
        <Link to="/vault" className="back" aria-label="The vault">
          <Icon name="back" />
        </Link>
        <h1>Sharing of {folder.name}</h1>
        <p className="status">{folder.folder_uid}</p>
      </header>
      <p className="soft">
        Who is let in opens the folder with all that lies in it, also what comes later. What they
        add is yours, and your applications read it.
      </p>
      <NewGuest vault={vault} folder={folder} />
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data && data.length > 0 && <Guests vault={vault} folder={folder} guests={data} />}
      {data?.length === 0 && <p className="soft">Nobody but you opens it.</p>}
      <Key vault={vault} folder={folder} />
    </>
  )
}

function Opened({ vault }: { readonly vault: Vault }) {
  const { uid } = useParams({ from: '/vault/folders/$uid' })
  const { data, error, refetch } = useFolders(vault)
  const folder = data?.find(({ folder_uid, owner }) => folder_uid === uid && owner === null)
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Skeleton height={200} />
  if (folder?.parent_uid === null) return <Shared vault={vault} folder={folder} />
  return (
    <Nothing title="There is no such shared folder in your vault">
      <Link to="/vault">Go to the vault</Link>
    </Nothing>
  )
}

/** Whom a shared folder of one's own is shared with. */
export const Sharing = () => (
  <div className="page">
    <Unlocked>{(vault) => <Opened vault={vault} />}</Unlocked>
  </div>
)
