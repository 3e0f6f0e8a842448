import { Button, Checkbox, NumberInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Role, roles } from '../../../src/kernel/roles.ts'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

const queryKey = ['sign-in-rules']

type Rules = {
  readonly second_factor_roles: readonly Role[]
  readonly idle_minutes: number
  readonly session_hours: number
  readonly second_person: boolean
  readonly second_person_minutes: number
}

function RulesForm({ rules }: { readonly rules: Rules }) {
  const client = useQueryClient()
  const [form, setForm] = useState(rules)
  const { mutate, isPending, error, isSuccess } = useMutation({
    mutationFn: async () => {
      const json = { ...form, second_factor_roles: [...form.second_factor_roles] }
      return (await api['sign-in-rules'].$put({ json })).json()
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate()
  }
  const choose = (second_factor_roles: string[]) =>
    setForm({ ...form, second_factor_roles: second_factor_roles as Role[] })
  const count =
    (name: 'idle_minutes' | 'session_hours' | 'second_person_minutes') =>
    (value: number | string) =>
      setForm({ ...form, [name]: Number(value) })
  return (
    <form className="stack" onSubmit={send}>
      <Checkbox.Group
        label="Who needs a second factor"
        description="Whoever has none is asked to set one up at their next login."
        value={[...form.second_factor_roles]}
        onChange={choose}
      >
        <div className="field-row">
          {roles.map((role) => (
            <Checkbox key={role} value={role} label={role} />
          ))}
        </div>
      </Checkbox.Group>
      <div className="field-row">
        <NumberInput
          label="A session ends after so many minutes without use"
          min={5}
          max={1_440}
          value={form.idle_minutes}
          onChange={count('idle_minutes')}
        />
        <NumberInput
          label="And after so many hours in any case"
          min={1}
          max={168}
          value={form.session_hours}
          onChange={count('session_hours')}
        />
      </div>
      <Checkbox
        label="A second administrator has to agree to what takes something away, or changes who sees what is recorded"
        checked={form.second_person}
        onChange={({ currentTarget }) => setForm({ ...form, second_person: currentTarget.checked })}
      />
      {form.second_person && (
        <NumberInput
          label="Within so many minutes"
          min={5}
          max={1_440}
          value={form.second_person_minutes}
          onChange={count('second_person_minutes')}
        />
      )}
      {error && <Trouble error={error} />}
      <Button type="submit" size="xs" className="fit" loading={isPending}>
        Save the rules
      </Button>
      <p role="status" className="soft">
        {isSuccess && 'They count from the next login on.'}
      </p>
    </form>
  )
}

/** What is asked of everybody who logs in. */
export function SignInRules() {
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => (await api['sign-in-rules'].$get()).json(),
    refetchOnMount: 'always',
  })
  return (
    <section className="panel stack" aria-label="Rules of logging in">
      <h2>Rules of logging in</h2>
      {error && <Trouble error={error} again={() => void refetch()} />}
      {data && <RulesForm rules={data} />}
    </section>
  )
}
