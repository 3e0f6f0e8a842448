import { PasswordInput, TextInput } from '@mantine/core'

type Typed = { readonly value: string; readonly onChange: (text: string) => void }

/** Of whoever logs in, or with `off` of somebody else, whom the browser should not remember. */
type EmailProps = Typed & { readonly autoComplete?: 'username' | 'off' }

export const EmailField = ({ value, onChange, autoComplete = 'username' }: EmailProps) => (
  <TextInput
    label="E-mail address"
    type="email"
    autoComplete={autoComplete}
    required
    withAsterisk={false}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
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
