import { type Ground, wake } from './awake.ts'

/**
 * Throws the projection away and makes it anew from the log. Gives how many events it covers.
 *
 * @throws `conflict` while a server has it open.
 */
export async function rebuildProjection(
  ground: Ground,
  progress: (done: number, of: number) => void,
): Promise<number> {
  await ground.engine.remove(ground.layout)
  const size = await ground.store.events.size()
  const { keeper, close } = await wake(ground)
  try {
    while (keeper.next() < size) {
      await keeper.advance()
      progress(keeper.next(), size)
    }
    return keeper.next()
  } finally {
    close()
  }
}
