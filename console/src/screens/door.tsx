import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { EmailField, NewPassword } from '../parts/door-fields.tsx'
import { lazyScreen } from '../parts/lazy-screen.tsx'
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

// The words of phrases weigh more than the whole door, and few ever need them.
const Recover = lazyScreen(() => import('./recover.tsx'), 'Recover')

const LogInDoor = ({ lost }: { lost(): void }) => (
  <Door
    title="Log in"
    about="Your password stays in this browser: the server only gets a proof that you know it."
  >
    <LogInForm />
    <Button variant="subtle" size="xs" onClick={lost}>
      I have lost my password
    </Button>
  </Door>
)

export function LogIn() {
  const [isLost, setLost] = useState(false)
  if (!isLost) return <LogInDoor lost={() => setLost(true)} />
  return (
    <Door
      title="Recover your account"
      about="The 24 words of your recovery phrase open your vault in this browser, and put it behind a new password."
    >
      <Recover />
      <Button variant="subtle" size="xs" onClick={() => setLost(false)}>
        Back to the login
      </Button>
    </Door>
  )
}

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
