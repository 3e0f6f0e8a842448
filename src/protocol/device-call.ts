import type { Context } from '../access/action.ts'
import type { KnownDevice } from '../access/device.ts'
import type { House, Reading } from './device-door.ts'

/** A call that is served: how it is read, and what is answered, an object or its JSON; undefined is an empty answer. */
export type DeviceCall<Request> = Reading<Request> & {
  answer(
    context: Context<KnownDevice>,
    request: Request,
    house: House,
  ): Promise<object | string | undefined>
}
