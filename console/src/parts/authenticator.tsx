import { TextInput } from '@mantine/core'
import type { Authenticator as Made } from '../../../src/client/authenticator.ts'
import { Copy } from './copy.tsx'
import { QrPicture } from './qr-picture.tsx'

type Typed = { readonly value: string; readonly onChange: (text: string) => void }

/** Where a code is typed: of an authenticator, or a recovery code. */
export const CodeField = ({ value, onChange, label }: Typed & { readonly label: string }) => (
  <TextInput
    label={label}
    autoComplete="one-time-code"
    required
    withAsterisk={false}
    value={value}
    onChange={({ currentTarget }) => onChange(currentTarget.value)}
  />
)

/** A new authenticator's secret, for a camera and for fingers. */
export const Authenticator = ({ made }: { readonly made: Made }) => (
  <div className="stack">
    <p className="soft">
      Let an authenticator read this picture, or type the key into it. Then give the code that it
      shows.
    </p>
    <QrPicture text={made.uri} label="Picture for your authenticator" />
    <div className="command">
      <code data-testid="authenticator-key">{made.typed}</code>
      <Copy text={made.typed}>Copy</Copy>
    </div>
  </div>
)

/** Codes that stand in for a lost authenticator. They are shown now and never again. */
export const RecoveryCodes = ({ codes }: { readonly codes: readonly string[] }) => (
  <div className="stack" role="status">
    <p>
      These codes stand in for your authenticator when it is lost, each for one login. They are
      shown now and never again: keep them where your password is not.
    </p>
    <ul className="recovery-codes mono">
      {codes.map((code) => (
        <li key={code}>{code}</li>
      ))}
    </ul>
    <Copy text={codes.join('\n')}>Copy all</Copy>
  </div>
)
