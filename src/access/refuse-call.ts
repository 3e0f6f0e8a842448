import { z } from 'zod'
import { deviceAction } from './device-action.ts'
import { DeviceRefusal } from './device-refusal.ts'

/** Every call that is not served: the device passes the door as always, then hears so, and the event names it. */
export const refuseCall = deviceAction({
  name: 'call.refuse',
  input: z.object({}),
  run: async (): Promise<never> => {
    throw new DeviceRefusal('unsupported_endpoint')
  },
  leaves: (_, result) => result,
})
