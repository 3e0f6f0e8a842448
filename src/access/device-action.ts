import type { z } from 'zod'
import { appClientConnected } from '../events/catalog/ksm.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { State } from '../store/state.ts'
import { type Action, action, type By, type NonEmpty } from './action.ts'
import { type Admitted, admit } from './admit-device.ts'
import { type DeviceFields, deviceFields, type KnownDevice } from './device.ts'

/** A thing that a device can do. As an `Action`, but `run` finds a device that was let in. */
type DeviceAction<Input extends z.ZodType, Result> = {
  readonly name: string
  readonly input: Input
  run(state: State, input: z.output<Input>, admitted: Admitted): Promise<Result>
  leaves(input: z.output<Input>, result: Result, by: Leaver): NonEmpty<Happening>
}

/** What the events of a device's action say about it. */
type Leaver = DeviceFields & { readonly endpoint: string }

/**
 * Makes an action of it that cannot forget the door: replay, removal, expiry, IP lock and binding are settled in the
 * same transaction, before `run`; a first connect leaves its own event before the others.
 */
export const deviceAction = <Input extends z.ZodType, Result>({
  name,
  input,
  run,
  leaves,
}: DeviceAction<Input, Result>): Action<
  KnownDevice,
  Input,
  { readonly admitted: Admitted; readonly result: Result }
> =>
  action({
    name,
    permission: 'device',
    input,
    turn: ({ device }) => device.device_uid,
    async run(state, parsed, by: By<KnownDevice>) {
      const admitted = await admit(state, by)
      return { admitted, result: await run(state, parsed, admitted) }
    },
    leaves: (parsed, { admitted: { device, endpoint, isFirst }, result }) => {
      const fields = deviceFields(device)
      const own = leaves(parsed, result, { ...fields, endpoint })
      return isFirst ? [happened(appClientConnected, fields), ...own] : own
    },
  })
