import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changePassword } from '../../../src/client/account.ts'
import type { Vault } from '../../../src/client/vault.ts'
import { NewPassword } from '../parts/door-fields.tsx'
import { Trouble } from '../parts/trouble.tsx'

/** Puts the same keys behind another password. Every session ends, this one too. */
export function Password({ vault }: { readonly vault: Vault }) {
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => changePassword(vault.api, vault.dataKey, password),
    onSuccess: () => location.reload(),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <form className="stack" onSubmit={send}>
      <NewPassword value={password} onChange={setPassword} again={again} onAgain={setAgain} />
      {error && <Trouble error={error} />}
      <Button
        type="submit"
        size="xs"
        className="fit"
        loading={isPending}
        disabled={password === '' || password !== again}
      >
        Change it, and end every session
      </Button>
    </form>
  )
}
