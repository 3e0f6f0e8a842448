import type { z } from 'zod'
import { appClientConnected } from '../events/catalog/ksm.ts'
import { type Happening, happened } from '../events/event-type.ts'
import type { State } from '../store/state.ts'
import { type Action, action, type By, type NonEmpty } from './action.ts'
import { type Admitted, admit } from './admit-device.ts'
import { type DeviceFields, deviceFields, type KnownDevice } from './device.ts'

/** A thing that a device can do. As an `Action`, but `run` finds a device that was let in. */
type DeviceAction<Input extends z.ZodType, Result, Seen> = {
  readonly name: string
  readonly input: Input
  /** It writes nothing but what the door writes, and events (`Turn`). */
  readonly joins?: true
  /** What it always reads of its application: asked for with the door's own questions, in one round trip, and dropped when that stays shut. */
  ahead?(state: State, application: KnownDevice['application']): Promise<Seen>
  run(state: State, input: z.output<Input>, admitted: AdmittedWith<Seen>): Promise<Result>
  leaves(input: z.output<Input>, result: Result, by: Leaver): NonEmpty<Happening>
}

type AdmittedWith<Seen> = Admitted & { readonly seen: Seen }

/** What the events of a device's action say about it. */
type Leaver = DeviceFields & { readonly endpoint: string }

/**
 * Makes an action of it that cannot forget the door: replay, removal, expiry, IP lock and binding are settled in the
 * same transaction, before `run`; a first connect leaves its own event before the others.
 */
export const deviceAction = <Input extends z.ZodType, Result, Seen = undefined>({
  name,
  input,
  joins,
  ahead,
  run,
  leaves,
}: DeviceAction<Input, Result, Seen>): Action<
  KnownDevice,
  Input,
  { readonly admitted: Admitted; readonly result: Result }
> =>
  action({
    name,
    permission: 'device',
    input,
    turn: ({ device }) => ({ key: device.device_uid, ...(joins && { joins }) }),
    async run(state, parsed, by: By<KnownDevice>) {
      const [admitted, seen] = await Promise.all([
        admit(state, by),
        ahead?.(state, by.who.application) as Promise<Seen>,
      ])
      return { admitted, result: await run(state, parsed, { ...admitted, seen }) }
    },
    leaves: (parsed, { admitted: { device, endpoint, isFirst }, result }) => {
      const fields = deviceFields(device)
      const own = leaves(parsed, result, { ...fields, endpoint })
      return isFirst ? [happened(appClientConnected, fields), ...own] : own
    },
  })
