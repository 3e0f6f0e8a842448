import { Kbd, Modal } from '@mantine/core'
import { useState } from 'react'
import { useKeys } from '../events/use-keys.ts'
import { jumps, shortcuts } from './jumps.ts'
import { useJumps } from './use-jumps.ts'

/** What single keys do: `?` shows them. */
export function Shortcuts() {
  const [isOpen, setOpen] = useState(false)
  useJumps()
  useKeys({ '?': () => setOpen(true) })
  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title="Keys"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className="facts">
        {shortcuts.map(({ keys, does }) => [
          <dt key={keys}>
            <Kbd>{keys}</Kbd>
          </dt>,
          <dd key={does}>{does}</dd>,
        ])}
        {jumps.map(({ key, label }) => [
          <dt key={key}>
            <Kbd>g</Kbd> <Kbd>{key}</Kbd>
          </dt>,
          <dd key={label}>{label}</dd>,
        ])}
      </dl>
    </Modal>
  )
}
