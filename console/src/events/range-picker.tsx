import { NativeSelect } from '@mantine/core'
import { isTime, ranges, termsOf, withTime, writtenTerm } from './time-term.ts'

const custom = 'custom'

type Props = { readonly q: string; readonly ask: (text: string) => void }

/** The time that a question is about. */
export function RangePicker({ q, ask }: Props) {
  const term = termsOf(q).find(isTime)
  const time = term && writtenTerm(q, term)
  const known = ranges.find((range) => range.time === time)
  const data = ranges.map(({ label }) => ({ value: label, label }))
  return (
    <NativeSelect
      aria-label="Time"
      className="range"
      value={known?.label ?? custom}
      data={known ? data : [...data, { value: custom, label: 'Custom time' }]}
      onChange={({ currentTarget: { value } }) => {
        const chosen = ranges.find(({ label }) => label === value)
        if (chosen) ask(withTime(q, chosen.time))
      }}
    />
  )
}
