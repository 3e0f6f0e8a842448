import { Button } from '@mantine/core'
import { Command } from '../parts/copy.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { isTime, termsOf, withTime } from './time-term.ts'

type Props = { readonly q: string; readonly ask: (text: string) => void }

/** Why a list is empty, and what to do about it. */
export function NoEvents({ q, ask }: Props) {
  const terms = termsOf(q)
  if (!terms.some(isTime) && terms.length === 0)
    return (
      <Nothing title="Nothing is recorded yet">
        <p>Add a device and let it read a secret: both will stand here at once.</p>
        <Command>keepwatch sm client add --app APPLICATION --name my-device</Command>
      </Nothing>
    )
  const isTimed = terms.some(isTime)
  return (
    <Nothing title="No event fits">
      <p>
        {isTimed ? 'Nothing like this happened in that time.' : 'Nothing like this is recorded.'}
      </p>
      <div className="row">
        {isTimed && (
          <Button variant="default" size="xs" onClick={() => ask(withTime(q, undefined))}>
            Look in all time
          </Button>
        )}
        <Button variant="default" size="xs" onClick={() => ask('last:30d')}>
          Everything of the last 30 days
        </Button>
      </div>
    </Nothing>
  )
}
