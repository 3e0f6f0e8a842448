import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { GivenRole } from '../../../src/kernel/roles.ts'
import { Copy } from '../parts/copy.tsx'
import { EmailField } from '../parts/door-fields.tsx'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'
import { roles } from './roles.ts'

/** The code that opens an account, which is only shown now. */
const Invitation = ({ code, until }: { readonly code: string; readonly until: number }) => (
  <div className="stack" role="status">
    <p>
      Pass this on by a way that you trust. It is good for one account until <Moment at={until} />,
      and shown now only.
    </p>
    <div className="command">
      <code data-testid="invitation">{`${location.origin}/join?invitation=${code}`}</code>
      <Copy text={`${location.origin}/join?invitation=${code}`}>Copy</Copy>
    </div>
  </div>
)

/** Invites somebody. */
export function Invite() {
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<GivenRole>('member')
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: async () =>
      (await api.accounts.invitations.$post({ json: { email: email.trim(), role } })).json(),
    onSuccess: () => setEmail(''),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <section className="panel stack">
      <h2>Invite somebody</h2>
      <form className="stack" onSubmit={send}>
        <EmailField value={email} onChange={setEmail} autoComplete="off" />
        <NativeSelect
          label="As"
          data={roles}
          value={role}
          onChange={({ currentTarget }) => setRole(currentTarget.value as GivenRole)}
        />
        {error && <Trouble error={error} />}
        <Button type="submit" size="xs" className="fit" loading={isPending}>
          Invite
        </Button>
      </form>
      {data && <Invitation code={data.invitation} until={data.expires_at} />}
    </section>
  )
}

/** Erases who somebody was from the log. The events stay, and go on proving themselves. */
export function Forget() {
  const [email, setEmail] = useState('')
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: async () => (await api.erasures.$post({ json: { email: email.trim() } })).json(),
  })
  return (
    <section className="panel stack">
      <h2>Forget a person</h2>
      <p className="soft">
        Their name and address disappear from the log; the events stay, and go on proving
        themselves. The account must be gone. Nobody can undo this.
      </p>
      <div className="name-form">
        <TextInput
          size="xs"
          aria-label="E-mail address of whom to forget"
          placeholder="gone@example.com"
          type="email"
          autoComplete="off"
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        {email.includes('@') && (
          <SureButton
            label="Forget"
            sure="Erase it from the log for ever"
            about={email}
            isBusy={isPending}
            act={() => mutate()}
          />
        )}
      </div>
      {error && <Trouble error={error} />}
      <p role="status" className="soft">
        {data && `Erased in ${data.commitments.toLocaleString()} places.`}
      </p>
    </section>
  )
}
