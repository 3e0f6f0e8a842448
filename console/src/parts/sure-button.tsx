import { Button } from '@mantine/core'
import { useState } from 'react'

type Props = {
  readonly label: string
  /** What the second click does, in words. */
  readonly sure: string
  /** What the two say to whoever cannot see what they stand beside. */
  readonly about: string
  readonly isBusy: boolean
  readonly act: () => void
}

/** Asks once more before something is gone. */
export function SureButton({ label, sure, about, isBusy, act }: Props) {
  const [isSure, setSure] = useState(false)
  const said = isSure ? sure : label
  const aria = isSure ? `${sure}: ${about}` : `${label} ${about}`
  return (
    <Button
      size="compact-xs"
      variant={isSure ? 'filled' : 'default'}
      color="red.9"
      loading={isBusy}
      aria-label={aria}
      onBlur={() => setSure(false)}
      onClick={() => (isSure ? act() : setSure(true))}
    >
      {said}
    </Button>
  )
}
