import { Button, Modal, PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Again, proveAgain } from '../../../src/client/account.ts'
import { api, useAskedAgain } from '../session.ts'
import { CodeField } from './authenticator.tsx'
import { confirmWithPasskey } from './passkey.ts'
import { Trouble } from './trouble.tsx'

type Props = { readonly email: string; answer(isConfirmed: boolean): void }

function ConfirmForm({ email, answer }: Props) {
  const [typed, setTyped] = useState('')
  const [by, setBy] = useState<'password' | 'code'>('password')
  const { data } = useQuery({
    queryKey: ['second-factors'],
    queryFn: async () => (await api['second-factors'].$get()).json(),
  })
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (again: Again | 'passkey') =>
      proveAgain(api, again === 'passkey' ? { passkey: await confirmWithPasskey() } : again),
    onSuccess: () => answer(true),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate(by === 'password' ? { email, password: typed } : { code: typed })
  }
  const has = (kind: string) => data?.factors.some((one) => one.kind === kind) === true
  const change = () => {
    setTyped('')
    setBy(by === 'password' ? 'code' : 'password')
  }
  return (
    <form className="stack" onSubmit={send}>
      <p className="soft">
        What you are about to do takes something away, or changes who sees what is recorded. For
        five minutes you will not be asked again.
      </p>
      {by === 'password' ? (
        <PasswordInput
          label="Master password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          data-autofocus
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      ) : (
        <CodeField label="Code of your authenticator" value={typed} onChange={setTyped} />
      )}
      {error && <Trouble error={error} />}
      <Button type="submit" loading={isPending}>
        Go on
      </Button>
      {has('totp') && (
        <Button variant="default" disabled={isPending} onClick={change}>
          {by === 'password' ? 'Use a code of your authenticator' : 'Use the master password'}
        </Button>
      )}
      {has('passkey') && (
        <Button variant="default" disabled={isPending} onClick={() => mutate('passkey')}>
          Use a passkey
        </Button>
      )}
    </form>
  )
}

/** Asks who sits there to prove again who they are, where the server wants to know. */
export function ConfirmIdentity({ email }: Pick<Props, 'email'>) {
  const asked = useAskedAgain()
  return (
    <Modal
      opened={asked !== undefined}
      onClose={() => asked?.answer(false)}
      title="Is it you?"
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      {asked && <ConfirmForm email={email} answer={asked.answer} />}
    </Modal>
  )
}
