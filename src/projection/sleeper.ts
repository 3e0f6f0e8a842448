import { type Awake, type Ground, wake } from './awake.ts'

/** A projection whose database is opened when somebody asks, and closed when nobody has for a while. */
export type Sleeper = {
  /** Opens the database if it is not; one that could not be opened is tried anew the next time. */
  wakeUp(): Promise<Awake>
  /** The open projection, if it is. */
  current(): Promise<Awake> | undefined
  /** Lets an open projection have the first `size` events of the log; one at a time. */
  catchUp(woken: Awake, size: number): Promise<void>
  /** How far the projection came when it was last open. */
  reached(): number
  fallAsleep(): Promise<void>
  /** Waits for no other server any more. */
  giveUp(): Promise<void>
}

export function sleeper(ground: Ground): Sleeper {
  let awake: Promise<Awake> | undefined
  let advancing: Promise<void> = Promise.resolve()
  let reached = 0

  async function fallAsleep(): Promise<void> {
    const closed = awake
    awake = undefined
    await advancing
    ;(await closed)?.close()
  }

  /** What could not be kept is closed, and opened anew by the next question. */
  async function advance({ keeper, close }: Awake): Promise<void> {
    try {
      await keeper.catchUp()
      reached = keeper.next()
    } catch (error) {
      ground.failed(error)
      awake = undefined
      close()
      throw error
    }
  }

  return {
    wakeUp() {
      const opening = awake ?? wake(ground)
      awake = opening
      opening.catch(() => {
        if (awake === opening) awake = undefined
      })
      return opening
    },
    current: () => awake,
    catchUp(woken, size) {
      const isThere = () => woken.keeper.has(size)
      if (isThere()) return Promise.resolve()
      const turn = advancing.then(() => (isThere() ? undefined : advance(woken)))
      advancing = turn.catch(() => undefined)
      return turn
    },
    reached: () => reached,
    fallAsleep,
    async giveUp() {
      const woken = await awake?.catch(() => undefined)
      woken?.keeper.giveUp()
    },
  }
}
