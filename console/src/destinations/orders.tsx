import { Button } from '@mantine/core'
import { Trouble } from '../parts/trouble.tsx'
import { type Destination, type Order, useOrder } from './destination-data.ts'

const orders: readonly {
  readonly order: Order
  readonly label: string
  readonly fits: (destination: Destination) => boolean
}[] = [
  { order: 'test', label: 'Send a test', fits: () => true },
  { order: 'pause', label: 'Pause', fits: ({ status }) => status !== 'paused' },
  { order: 'resume', label: 'Resume', fits: ({ status }) => status === 'paused' },
  { order: 'resend', label: 'Send dead letters again', fits: (one) => one.dead_letters > 0 },
]

/** What can be done to a destination at once. */
export function Orders({ destination }: { readonly destination: Destination }) {
  const { mutate, isPending, variables, error, data } = useOrder(destination.name)
  const hasArrived = variables === 'test' && data !== undefined && !error
  return (
    <>
      <div className="row">
        {orders
          .filter(({ fits }) => fits(destination))
          .map(({ order, label }) => (
            <Button
              key={order}
              size="compact-xs"
              variant="default"
              loading={isPending && variables === order}
              onClick={() => mutate(order)}
            >
              {label}
            </Button>
          ))}
        <span role="status" className="outcome">
          {hasArrived ? 'The test message has arrived.' : ''}
        </span>
      </div>
      {error && <Trouble error={error} />}
    </>
  )
}
