import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { newAuthenticator } from '../../../src/client/authenticator.ts'
import { toBase64 } from '../../../src/client/crypto/base64.ts'
import { Authenticator, CodeField, RecoveryCodes } from '../parts/authenticator.tsx'
import { Moment } from '../parts/moment.tsx'
import { addPasskey } from '../parts/passkey.ts'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

const queryKey = ['second-factors']

const useFactors = () =>
  useQuery({
    queryKey,
    queryFn: async () => (await api['second-factors'].$get()).json(),
    refetchOnMount: 'always',
  })

const kinds: Readonly<Record<string, string>> = { totp: 'authenticator', passkey: 'passkey' }

type Added = { readonly email: string; done(recoveryCodes: readonly string[]): void }

/** A new authenticator: its secret is made here. */
function NewTotp({ email, done }: Added) {
  const [made] = useState(() => newAuthenticator(email, location.host))
  const [name, setName] = useState('Authenticator')
  const [code, setCode] = useState('')
  const { mutate, isPending, error } = useMutation({
    mutationFn: async () => {
      const json = { name, secret: toBase64(made.secret), code }
      return (await api['second-factors'].totp.$post({ json })).json()
    },
    onSuccess: ({ recovery_codes }) => done(recovery_codes),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <form className="stack" onSubmit={send}>
      <Authenticator made={made} />
      <TextInput
        label="What you call it"
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <CodeField label="The code that it shows now" value={code} onChange={setCode} />
      {error && <Trouble error={error} />}
      <Button type="submit" size="xs" className="fit" loading={isPending}>
        Add it
      </Button>
    </form>
  )
}

/** A new passkey: the browser asks for the rest. */
function NewPasskey({ done }: Pick<Added, 'done'>) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => addPasskey('Passkey'),
    onSuccess: ({ recovery_codes }) => done(recovery_codes),
  })
  return (
    <>
      <Button
        size="xs"
        variant="default"
        className="fit"
        loading={isPending}
        onClick={() => mutate()}
      >
        Add a passkey
      </Button>
      {error && <Trouble error={error} />}
    </>
  )
}

type List = NonNullable<ReturnType<typeof useFactors>['data']>

function Factors({ factors }: Pick<List, 'factors'>) {
  const client = useQueryClient()
  const removing = useMutation({
    mutationFn: async (factor_uid: string) =>
      (await api['second-factors'][':factor_uid'].$delete({ param: { factor_uid } })).json(),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return (
    <>
      {removing.error && <Trouble error={removing.error} />}
      <TableFrame label="Your second factors" titles={['Name', 'Kind', 'Used']} acts="with acts">
        {factors.map(({ factor_uid, name, kind, last_used_at }) => (
          <tr key={factor_uid}>
            <td>{name}</td>
            <td>{kinds[kind]}</td>
            <td>{last_used_at === null ? 'never' : <Moment at={last_used_at} as="ago" />}</td>
            <td>
              <SureButton
                label="Remove"
                sure="Remove it now"
                about={name}
                isBusy={removing.isPending && removing.variables === factor_uid}
                act={() => removing.mutate(factor_uid)}
              />
            </td>
          </tr>
        ))}
      </TableFrame>
    </>
  )
}

/** Codes for when everything else is lost, and new ones. */
function Codes({ left, show }: { readonly left: number; show(codes: readonly string[]): void }) {
  const client = useQueryClient()
  const renewing = useMutation({
    mutationFn: async () => (await api['second-factors']['recovery-codes'].$post()).json(),
    onSuccess: ({ recovery_codes }) => show(recovery_codes),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return (
    <>
      {renewing.error && <Trouble error={renewing.error} />}
      <p className="soft">
        {left} recovery codes left{' '}
        <SureButton
          label="Make new ones"
          sure="Make new ones; the old count no more"
          about="recovery codes"
          isBusy={renewing.isPending}
          act={() => renewing.mutate()}
        />
      </p>
    </>
  )
}

/** With what somebody proves who they are besides the password. */
export function SecondFactors({ email }: { readonly email: string }) {
  const client = useQueryClient()
  const { data, error, refetch } = useFactors()
  const [isAdding, setAdding] = useState(false)
  const [codes, setCodes] = useState<readonly string[]>([])
  const done = (made: readonly string[]) => {
    setAdding(false)
    setCodes(made)
    void client.invalidateQueries({ queryKey })
  }
  return (
    <section className="panel stack" aria-label="Second factor">
      <h2>Second factor</h2>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data && (
        <p className="soft">
          {data.factors.length === 0
            ? 'Your password alone opens your account.'
            : 'Besides the password you are asked for one of these.'}
          {data.required && ' Your role needs one.'}
        </p>
      )}
      {data && data.factors.length > 0 && (
        <>
          <Factors factors={data.factors} />
          <Codes left={data.recovery_codes_left} show={setCodes} />
        </>
      )}
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      {isAdding ? (
        <NewTotp email={email} done={done} />
      ) : (
        <div className="field-row">
          <Button size="xs" variant="default" className="fit" onClick={() => setAdding(true)}>
            Add an authenticator
          </Button>
          <NewPasskey done={done} />
        </div>
      )}
    </section>
  )
}
