import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { type FoundPlace, foundPlaces } from './found-places.ts'
import { useNamed } from './use-named.ts'

/** Opens with ⌘K or Ctrl-K. */
function useShortcut(open: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      open()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [open])
}

const Places = ({ places }: { readonly places: readonly FoundPlace[] }) => (
  <Combobox.Options aria-label="Places">
    {places.map(({ label, about, href }) => (
      <Combobox.Option key={href + about} value={href} className="suggestion">
        {label}
        <span>{about}</span>
      </Combobox.Option>
    ))}
  </Combobox.Options>
)

function Finder({ go }: { readonly go: (href: string) => void }) {
  const [words, setWords] = useState('')
  const known = useNamed()
  const combobox = useCombobox({ opened: true })
  const places = foundPlaces(words, known)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first of what is found is chosen whenever that changes
  useEffect(() => {
    combobox.selectFirstOption()
  }, [words, known.length])
  return (
    <Combobox store={combobox} onOptionSubmit={go}>
      <Combobox.EventsTarget>
        <TextInput
          data-autofocus
          aria-label="Go to"
          placeholder="A screen, a name, an event’s number, an address, a UID, words …"
          value={words}
          onChange={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </Combobox.EventsTarget>
      <Places places={places} />
    </Combobox>
  )
}

/** Goes anywhere by a few letters, or to whatever a pasted identifier belongs to. */
export function Palette() {
  const [isOpen, setOpen] = useState(false)
  const { history } = useRouter()
  const [open] = useState(() => () => setOpen(true))
  useShortcut(open)
  const go = (href: string) => {
    setOpen(false)
    history.push(href)
  }
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title="Go to"
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Finder go={go} />
    </Modal>
  )
}
