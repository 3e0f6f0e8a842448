import { Button, Modal, PasswordInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Again, proveAgain } from '../../../src/client/account.ts'
import { api, useAskedAgain } from '../session.ts'
import { confirmWithPasskey } from './passkey.ts'
import { Trouble } from './trouble.tsx'

type Props = { readonly email: string; answer(isConfirmed: boolean): void }

function ConfirmForm({ email, answer }: Props) {
  const [password, setPassword] = useState('')
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
    mutate({ email, password })
  }
  const hasPasskey = data?.factors.some(({ kind }) => kind === 'passkey')
  return (
    <form className="stack" onSubmit={send}>
      <p className="soft">
        What you are about to do takes something away, or changes who sees what is recorded. For
        five minutes you will not be asked again.
      </p>
      <PasswordInput
        label="Master password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      {error && <Trouble error={error} />}
      <Button type="submit" loading={isPending}>
        Go on
      </Button>
      {hasPasskey && (
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
