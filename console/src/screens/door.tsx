import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Mark } from '../parts/mark.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { join, logIn, setUp } from '../session.ts'
import { useSecondStep } from './second-step.tsx'

/** Runs what a form asks for; says that it runs, and why it failed. What was typed stays. */
function useSubmit(act: () => Promise<void>) {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    act()
      .catch(setError)
      .finally(() => setBusy(false))
  }
  return { isBusy, error, submit }
}

type Frame = { readonly title: string; readonly about: string; readonly children: ReactNode }

const Door = ({ title, about, children }: Frame) => (
  <main className="door">
    <div className="door-card">
      <div className="brand">
        <Mark size={32} />
        <span>Keepwatch</span>
      </div>
      <h1>{title}</h1>
      <p className="soft">{about}</p>
      {children}
    </div>
  </main>
)

type Typed = { readonly value: string; readonly onChange: (text: string) => void }

const EmailField = ({ value, onChange }: Typed) => (
  <TextInput
    label="E-mail address"
    type="email"
    autoComplete="username"
    required
    withAsterisk={false}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
)

/** Logs in; `email` is known when a session has ended. */
export function LogInForm({ email: known = '' }: { readonly email?: string }) {
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const { step, panel } = useSecondStep()
  const { isBusy, error, submit } = useSubmit(() => logIn({ email, password, step }))
  if (panel) return panel
  return (
    <form className="stack" onSubmit={submit}>
      <EmailField value={email} onChange={setEmail} />
      <PasswordInput
        label="Master password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {error !== undefined && <Trouble error={error} />}
      <Button type="submit" loading={isBusy} fullWidth>
        Log in
      </Button>
    </form>
  )
}

export const LogIn = () => (
  <Door
    title="Log in"
    about="Your password stays in this browser: the server only gets a proof that you know it."
  >
    <LogInForm />
  </Door>
)

const shortest = 8

const noTypo = (password: string, again: string) =>
  again !== '' && password !== again ? 'The two are not the same.' : undefined

type Passwords = Typed & { readonly again: string; readonly onAgain: (text: string) => void }

/** A password that nobody can reset, twice. */
export const NewPassword = ({ value, onChange, again, onAgain }: Passwords) => (
  <>
    <PasswordInput
      label="Master password"
      description={`At least ${shortest} characters. Nobody can reset it, because nobody else has it.`}
      autoComplete="new-password"
      minLength={shortest}
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
    <PasswordInput
      label="The same again"
      autoComplete="new-password"
      required
      withAsterisk={false}
      error={noTypo(value, again)}
      value={again}
      onChange={(event) => onAgain(event.currentTarget.value)}
    />
  </>
)

type JoinProps = { readonly invitation: string }

/** Somebody who was invited makes their account: its keys are made here. */
export function Join({ invitation: known }: JoinProps) {
  const [form, setForm] = useState({ invitation: known, email: '', password: '' })
  const [again, setAgain] = useState('')
  const type = (name: keyof typeof form) => (text: string) => setForm({ ...form, [name]: text })
  const { step, panel } = useSecondStep()
  const { isBusy, error, submit } = useSubmit(() => join({ ...form, step }))
  return (
    <Door
      title="Make your account"
      about="Somebody has invited you. Your password and your keys are made in this browser and stay yours."
    >
      {panel}
      <form hidden={Boolean(panel)} className="stack" onSubmit={submit}>
        <TextInput
          label="Invitation"
          autoComplete="off"
          required
          withAsterisk={false}
          value={form.invitation}
          onChange={(event) => type('invitation')(event.currentTarget.value.trim())}
        />
        <EmailField value={form.email} onChange={type('email')} />
        <NewPassword
          value={form.password}
          onChange={type('password')}
          again={again}
          onAgain={setAgain}
        />
        {error !== undefined && <Trouble error={error} />}
        <Button
          type="submit"
          loading={isBusy}
          disabled={form.password === '' || form.password !== again}
          fullWidth
        >
          Make the account
        </Button>
      </form>
    </Door>
  )
}

/** The first visit of all: the setup code makes the first account. */
export function SetUp() {
  const [form, setForm] = useState({ setupCode: '', organisation: '', email: '', password: '' })
  const [again, setAgain] = useState('')
  const type = (name: keyof typeof form) => (text: string) => setForm({ ...form, [name]: text })
  const { isBusy, error, submit } = useSubmit(() => setUp(form))
  const isReady = form.password !== '' && form.password === again
  return (
    <Door
      title="Make the first account"
      about="This server is new. The setup code shows that it is yours: the server printed it when it started, and keeps it in the file setup-code of its data folder."
    >
      <form className="stack" onSubmit={submit}>
        <TextInput
          label="Setup code"
          autoComplete="off"
          required
          withAsterisk={false}
          value={form.setupCode}
          onChange={(event) => type('setupCode')(event.currentTarget.value.trim())}
        />
        <TextInput
          label="Organisation"
          autoComplete="organization"
          required
          withAsterisk={false}
          value={form.organisation}
          onChange={(event) => type('organisation')(event.currentTarget.value)}
        />
        <EmailField value={form.email} onChange={type('email')} />
        <NewPassword
          value={form.password}
          onChange={type('password')}
          again={again}
          onAgain={setAgain}
        />
        {error !== undefined && <Trouble error={error} />}
        <Button type="submit" loading={isBusy} disabled={!isReady} fullWidth>
          Make the account
        </Button>
      </form>
    </Door>
  )
}
