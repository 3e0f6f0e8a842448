import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { type KeyboardEvent, type ReactNode, type Ref, useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import { type Suggestion, suggestionsFor, useVocabulary } from './vocabulary.ts'

/** The word at the end of what is being written. */
const lastWord = (text: string) => /\S*$/.exec(text)?.[0] ?? ''

const Suggestions = ({ list }: { readonly list: readonly Suggestion[] }) => (
  <Combobox.Dropdown hidden={list.length === 0}>
    <Combobox.Options aria-label="Suggestions">
      {list.map(({ text, about }) => (
        <Combobox.Option value={text} key={text} className="suggestion">
          <code>{text}</code>
          <span>{about}</span>
        </Combobox.Option>
      ))}
    </Combobox.Options>
  </Combobox.Dropdown>
)

type Props = {
  readonly label: string
  readonly value: string
  readonly write: (text: string) => void
  readonly enter?: (text: string) => void
  readonly placeholder?: string
  readonly input?: Ref<HTMLInputElement>
  readonly rightSection?: ReactNode
  /** Whether the label stands above the line, or is only said. */
  readonly isLabelled?: boolean
  readonly description?: string
}

/** One line for conditions, with suggestions for the word that is being written. */
export function QueryInput({ label, value, write, enter, isLabelled = false, ...rest }: Props) {
  const [isWriting, setWriting] = useState(false)
  const { data: vocabulary } = useVocabulary()
  const list = isWriting && vocabulary ? suggestionsFor(lastWord(value), vocabulary) : []
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const { input, ...shown } = rest
  const take = (text: string) => {
    const isWhole = !text.endsWith(':')
    write(`${value.slice(0, value.length - lastWord(value).length)}${text}${isWhole ? ' ' : ''}`)
    if (isWhole) combobox.closeDropdown()
  }
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || combobox.getSelectedOptionIndex() >= 0) return
    combobox.closeDropdown()
    if (!enter) return
    event.preventDefault()
    setWriting(false)
    enter(value.trim())
  }
  return (
    <Combobox store={combobox} onOptionSubmit={take} position="bottom-start" offset={4}>
      <Combobox.Target>
        <TextInput
          {...shown}
          {...(input && { ref: input })}
          {...(isLabelled ? { label } : { 'aria-label': label })}
          leftSection={<Icon name="search" />}
          className="query-input"
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={({ currentTarget }) => {
            setWriting(true)
            write(currentTarget.value)
            combobox.openDropdown()
            combobox.resetSelectedOption()
          }}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={press}
        />
      </Combobox.Target>
      <Suggestions list={list} />
    </Combobox>
  )
}
