import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A process of the bench that does what it is told, one thing after the other, and answers what came of it. */
export type Obedient<Order, Done> = { obey(order: Order): Promise<Done>; stop(): Promise<void> }

/** Waits until the process says that it is ready. */
export async function obedient<Order extends object, Done>(
  child: ChildProcess,
): Promise<Obedient<Order, Done>> {
  await once(child, 'message')
  return {
    async obey(order) {
      child.send(order)
      const [done] = await once(child, 'message')
      return done as Done
    },
    async stop() {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}
