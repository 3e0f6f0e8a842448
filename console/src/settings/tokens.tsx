import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Copy } from '../parts/copy.tsx'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

const queryKey = ['tokens']

const useTokens = () =>
  useQuery({ queryKey, queryFn: async () => (await api.tokens.$get()).json() })

const lives = [
  { value: '24h', label: 'for a day' },
  { value: '7d', label: 'for 7 days' },
  { value: '30d', label: 'for 30 days' },
  { value: '1y', label: 'for a year' },
  { value: 'never', label: 'for ever' },
]

type Life = '24h' | '7d' | '30d' | '1y' | 'never'

const curlOf = (token: string) =>
  `curl -H "x-api-token: Bearer ${token}" "${location.origin}/api/rest/public/events?limit=100"`

const Shown = ({ token }: { readonly token: string }) => (
  <div className="stack" role="status">
    <p>This is the token. It is shown now and never again; the server keeps a hash of it.</p>
    <div className="command">
      <code data-testid="api-token">{token}</code>
      <Copy text={token}>Copy</Copy>
    </div>
    <div className="command">
      <code>{curlOf(token)}</code>
      <Copy text={curlOf(token)}>Copy</Copy>
    </div>
  </div>
)

function NewToken() {
  const [name, setName] = useState('')
  const [networks, setNetworks] = useState('')
  const [expires, setExpires] = useState<Life>('30d')
  const client = useQueryClient()
  const { mutate, isPending, error, data } = useMutation({
    mutationFn: async () => {
      const list = networks.split(/[\s,]+/).filter(Boolean)
      const json = { name: name.trim(), expires, networks: list }
      return (await api.tokens.$post({ json })).json()
    },
    onSuccess: () => {
      setName('')
      return client.invalidateQueries({ queryKey })
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  return (
    <>
      <form className="field-row" onSubmit={send}>
        <TextInput
          label="Name"
          placeholder="SIEM"
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <TextInput
          label="Only from (optional)"
          placeholder="203.0.113.0/24"
          value={networks}
          onChange={({ currentTarget }) => setNetworks(currentTarget.value)}
        />
        <NativeSelect
          label="Good"
          data={lives}
          value={expires}
          onChange={({ currentTarget }) => setExpires(currentTarget.value as Life)}
        />
        <Button type="submit" className="token-button" loading={isPending}>
          Make a token
        </Button>
      </form>
      {error && <Trouble error={error} />}
      {data && <Shown token={data.token} />}
    </>
  )
}

/** Tokens with which programs read the log. */
export function Tokens() {
  const { data, error, refetch } = useTokens()
  const client = useQueryClient()
  const revoking = useMutation({
    mutationFn: async (name: string) =>
      (await api.tokens[':name'].$delete({ param: { name } })).json(),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return (
    <section className="stack" aria-label="API tokens">
      <h2>API tokens</h2>
      <p className="soft">
        Programs read the log with them: a SIEM that pulls, a script. One that is made here reads
        events and nothing else; <code>keepwatch token create --scope</code> makes others.
      </p>
      <NewToken />
      {(error ?? revoking.error) && (
        <Trouble error={error ?? revoking.error} again={() => void refetch()} />
      )}
      {data && data.length > 0 && (
        <TableFrame
          label="API tokens"
          titles={['Name', 'May', 'From', 'Made', 'Ends']}
          acts="with acts"
        >
          {data.map(({ name, scopes, networks, created_at, expires_at }) => (
            <tr key={name}>
              <td>{name}</td>
              <td className="soft">{scopes.join(', ')}</td>
              <td className="mono">{networks.join(', ') || 'anywhere'}</td>
              <td>
                <Moment at={created_at} as="ago" />
              </td>
              <td>{expires_at === null ? 'never' : <Moment at={expires_at} />}</td>
              <td>
                <SureButton
                  label="Revoke"
                  sure="End it now"
                  about={name}
                  isBusy={revoking.isPending && revoking.variables === name}
                  act={() => revoking.mutate(name)}
                />
              </td>
            </tr>
          ))}
        </TableFrame>
      )}
    </section>
  )
}
