import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { recoverAccount } from '../../../src/client/recovery.ts'
import { EmailField, NewPassword } from '../parts/door-fields.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

/** Opens a vault by its recovery phrase and puts it behind a new password. */
export function Recover() {
  const [form, setForm] = useState({ email: '', phrase: '', code: '', password: '' })
  const [again, setAgain] = useState('')
  const type = (name: keyof typeof form) => (text: string) => setForm({ ...form, [name]: text })
  const { mutate, isPending, error, isSuccess } = useMutation({
    mutationFn: () => {
      const { code, ...given } = form
      return recoverAccount(api, { ...given, ...(code.trim() !== '' && { code: code.trim() }) })
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  if (isSuccess)
    return (
      <p role="status">
        Your vault has a new password, and every session has ended. Go back, and log in with it.
      </p>
    )
  return (
    <form className="stack" onSubmit={send}>
      <EmailField value={form.email} onChange={type('email')} />
      <Textarea
        label="Recovery phrase"
        description="24 words with spaces between them."
        autoComplete="off"
        autosize
        minRows={3}
        required
        withAsterisk={false}
        value={form.phrase}
        onChange={({ currentTarget }) => type('phrase')(currentTarget.value)}
      />
      <TextInput
        label="Code of your second factor, if you have one"
        description="Of your authenticator, or a recovery code."
        autoComplete="one-time-code"
        value={form.code}
        onChange={({ currentTarget }) => type('code')(currentTarget.value)}
      />
      <NewPassword
        value={form.password}
        onChange={type('password')}
        again={again}
        onAgain={setAgain}
      />
      {error && <Trouble error={error} />}
      <Button
        type="submit"
        loading={isPending}
        disabled={form.password === '' || form.password !== again}
        fullWidth
      >
        Set the new password
      </Button>
    </form>
  )
}
