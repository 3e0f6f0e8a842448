import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Asked, type ExposureKind, kinds, subjectOf, times } from './asked.ts'

type Props = { readonly asked: Asked; readonly ask: (asked: Asked) => void }

/** Who or what may have leaked, and since when. */
export function AskForm({ asked, ask }: Props) {
  const subject = subjectOf(asked)
  const [kind, setKind] = useState<ExposureKind>(subject?.kind ?? 'device')
  const [who, setWho] = useState(subject?.who ?? '')
  const since = asked.since ?? ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    ask({ [kind]: who.trim(), ...(since !== '' && { since }) })
  }
  return (
    <form className="ask-form" onSubmit={send}>
      <NativeSelect
        label="What got"
        data={kinds.map(({ kind: value, label }) => ({ value, label }))}
        value={kind}
        onChange={({ currentTarget }) => setKind(currentTarget.value as ExposureKind)}
      />
      <TextInput
        label="Which"
        required
        withAsterisk={false}
        placeholder={kinds.find((one) => one.kind === kind)?.example}
        value={who}
        onChange={({ currentTarget }) => setWho(currentTarget.value)}
      />
      <NativeSelect
        label="Since"
        data={times}
        value={since}
        onChange={({ currentTarget: { value } }) => {
          const { since: _, ...rest } = asked
          ask({ ...rest, ...(value !== '' && { since: value }) })
        }}
      />
      <Button type="submit">Show</Button>
    </form>
  )
}
