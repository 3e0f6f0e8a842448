import '../look/vault.css'
import { Button, Skeleton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import {
  addTeam,
  addToTeam,
  type ListedTeam,
  removeFromTeam,
  removeTeam,
  renewTeam,
  showTeam,
} from '../../../src/client/teams.ts'
import { findRecipient } from '../../../src/client/transfer.ts'
import type { Vault } from '../../../src/client/vault.ts'
import { NameForm } from '../applications/name-form.tsx'
import { amount } from '../parts/amount.ts'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'
import { useChange } from '../parts/use-change.ts'
import { api, useMay } from '../session.ts'
import { teamsKey, useTeams } from '../vault/team-data.ts'

type Props = { readonly vault: Vault; readonly team: ListedTeam }

/** Puts somebody in: the team's key is opened here and wrapped for them. */
function NewMember({ vault, team }: Props) {
  const [email, setEmail] = useState('')
  const { mutate, isPending, error } = useChange(teamsKey, async () =>
    addToTeam(vault, team, await findRecipient(api, email.trim())),
  )
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate(undefined, { onSuccess: () => setEmail('') })
  }
  return (
    <form className="name-form" onSubmit={send}>
      <TextInput
        size="xs"
        aria-label={`E-mail address of whom to put into ${team.name}`}
        placeholder="ann@example.com"
        type="email"
        autoComplete="off"
        required
        value={email}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <Button type="submit" size="xs" loading={isPending}>
        Put in
      </Button>
      {error && <Trouble error={error} />}
    </form>
  )
}

type MembersProps = { readonly team: ListedTeam; readonly vault?: Vault }

/** Who is in it; with the keys of the vault they can be taken out. */
function Members({ team, vault }: MembersProps) {
  const { data, error, refetch } = useQuery({
    queryKey: [...teamsKey, team.team_uid],
    queryFn: () => showTeam(api, team.team_uid),
    refetchOnMount: 'always',
  })
  const removing = useChange(teamsKey, async ({ email, vault }: { email: string; vault: Vault }) =>
    removeFromTeam(vault, team, email),
  )
  const trouble = error ?? removing.error
  return (
    <>
      {trouble && <Trouble error={trouble} again={() => void refetch()} />}
      {data && (
        <TableFrame
          label={`Who is in ${team.name}`}
          titles={['Who', 'Since']}
          acts={vault ? 'with acts' : undefined}
        >
          {data.members.map(({ account_uid, email, since }) => (
            <tr key={account_uid}>
              <td>{email}</td>
              <td>
                <Moment at={since} as="ago" />
              </td>
              {vault && (
                <td>
                  <SureButton
                    label="Take out"
                    sure="Take out, and change the keys"
                    about={email ?? 'somebody'}
                    isBusy={removing.isPending && removing.variables.email === email}
                    act={() => removing.mutate({ email: email ?? '', vault })}
                  />
                </td>
              )}
            </tr>
          ))}
        </TableFrame>
      )}
      {data && (
        <p className="soft">
          {amount(data.folders, 'shared folder')}. Fingerprint of its key:{' '}
          <span className="mono">{data.fingerprint}</span>
        </p>
      )}
    </>
  )
}

/** New keys, where somebody may know the old ones who is no longer in it. */
function DueKeys({ vault, team }: Props) {
  const { mutate, isPending, error } = useChange(teamsKey, () => renewTeam(vault, team.team_uid))
  return (
    <>
      <p className="soft">
        Somebody who is no longer in it may know its keys.{' '}
        {team.is_member ? '' : 'Somebody who is in it can change them.'}
      </p>
      {error && <Trouble error={error} />}
      {team.is_member && (
        <Button size="xs" className="fit" loading={isPending} onClick={() => mutate()}>
          Give it new keys
        </Button>
      )}
    </>
  )
}

function Acts({ vault, team }: Props) {
  const removing = useChange(teamsKey, () => removeTeam(api, team.team_uid))
  return (
    <>
      {team.key_due_since !== null && <DueKeys vault={vault} team={team} />}
      {team.is_member ? (
        <NewMember vault={vault} team={team} />
      ) : (
        <p className="soft">Only who is in it puts others in: its key is with them alone.</p>
      )}
      {removing.error && <Trouble error={removing.error} />}
      <div>
        <SureButton
          label="Remove the team"
          sure="Remove it; its members lose what was shared with it"
          about={team.name}
          isBusy={removing.isPending}
          act={() => removing.mutate()}
        />
      </div>
    </>
  )
}

const Team = ({ vault, team }: MembersProps) => (
  <section className="panel stack" aria-label={`Team ${team.name}`}>
    <h2>
      {team.name} <small className="soft">{team.is_member ? 'you are in it' : ''}</small>
    </h2>
    <Members team={team} {...(vault && { vault })} />
    {vault && <Acts vault={vault} team={team} />}
  </section>
)

function NewTeam({ vault }: { readonly vault: Vault }) {
  const { mutate, isPending, error } = useChange(teamsKey, (name: string) => addTeam(vault, name))
  return (
    <NameForm
      label="Name of the new team"
      placeholder="Operations"
      action="New team"
      isBusy={isPending}
      error={error}
      submit={(name, clear) => mutate(name, { onSuccess: clear })}
    />
  )
}

type ListProps = { readonly teams: readonly ListedTeam[]; readonly vault?: Vault }

const List = ({ teams, vault }: ListProps) => (
  <>
    {vault && <NewTeam vault={vault} />}
    {teams.length === 0 && <p className="soft">There is no team yet.</p>}
    <div className="columns">
      {teams.map((team) => (
        <Team key={team.team_uid} team={team} {...(vault && { vault })} />
      ))}
    </div>
  </>
)

/** Who shares folders together. Everybody sees it; who may change it needs the keys of the vault for it. */
export function Teams() {
  const mayChange = useMay('teams.change')
  const { data, error, refetch } = useTeams()
  return (
    <div className="page">
      <header className="bar">
        <h1>Teams</h1>
      </header>
      <p className="soft">
        People who open shared folders together, with keys that only they have: not an administrator
        who is not among them, and not this server.
      </p>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {!(data || error) && <Skeleton height={200} />}
      {data && !mayChange && <List teams={data} />}
      {data && mayChange && <Unlocked>{(vault) => <List teams={data} vault={vault} />}</Unlocked>}
    </div>
  )
}
