import type { Desk } from './colleague.ts'
import { goOn } from './go-on.ts'
import type { Member } from './organisation.ts'
import { minute } from './time-span.ts'

const usualStay = 12 * minute

/** Somebody logs in for one thing, does it, and logs out again. */
export async function visit(
  { colleague }: Pick<Member, 'colleague'>,
  time: number,
  act: (desk: Desk, now: number) => Promise<void>,
): Promise<void> {
  const desk = await colleague.comeIn(time)
  await act(desk, time + minute).catch(goOn)
  await desk.leave(time + usualStay)
}
