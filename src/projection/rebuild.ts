import { conflict } from '../kernel/errors.ts'
import { type Ground, wake } from './awake.ts'
import { isLocked, openToRead, removeProjection } from './projection-file.ts'

/** Throws if a server has the projection open; whether it can be read does not matter. */
async function demandClosed({ folder, layout }: Ground): Promise<void> {
  const opened = await openToRead(folder, layout).catch((error: unknown) => {
    if (isLocked(error))
      throw conflict('a server has the projection open: stop the server, then try again')
    return undefined
  })
  opened?.database.close()
}

/**
 * Throws the projection away and makes it anew from the log. Gives how many events it covers.
 *
 * @throws `conflict` while a server has it open.
 */
export async function rebuildProjection(
  ground: Ground,
  progress: (done: number, of: number) => void,
): Promise<number> {
  await demandClosed(ground)
  await removeProjection(ground.folder)
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
