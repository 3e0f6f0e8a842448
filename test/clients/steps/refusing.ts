import { expect } from 'vitest'
import type { Device } from '../support/client.ts'
import type { Stage } from '../support/stage.ts'
import type { Step } from '../support/step.ts'

const minute = 60_000
const hour = 60 * minute

/** Reads one record: every client can do that. */
const readOnce = (stage: Stage, device: Device) => device.read({ records: [stage.registry] })

/** A client with a device of its own that has read once. */
async function bound(stage: Stage, name: string, ...flags: readonly string[]) {
  const place = await stage.newPlace(name, ...flags)
  const device = await stage.open(place)
  await readOnce(stage, device)
  return { place, device }
}

/** Whatever a client does with a token, it has done when it has read. */
const bind = async (stage: Stage, ...[place]: Parameters<Stage['open']>) =>
  readOnce(stage, await stage.open(place))

const reasonOf = async (stage: Stage, name: string) =>
  (await stage.eventsOf(name)).at(-1)?.['reason']

/** Where a client must be turned away, and that its user is told why. */
export const refusing: readonly Step[] = [
  {
    name: 'address lock',
    shows: 'is refused from another address than its first',
    async run({ stage }) {
      const { device } = await bound(stage, 'locked')
      await stage.line.moveTo('127.0.0.2')
      await expect(readOnce(stage, device)).rejects.toThrow('locked to a different ip address')
      expect(await reasonOf(stage, 'locked')).toBe('ip_locked')
      await stage.line.moveTo('127.0.0.1')
      expect(await readOnce(stage, device)).toHaveLength(1)
    },
  },
  {
    name: 'token reuse',
    shows: 'is refused with a token that another has used',
    async run({ stage }) {
      const { place } = await bound(stage, 'first')
      const { folder } = await stage.newPlace('second')
      await expect(bind(stage, { ...place, folder })).rejects.toThrow('Signature is invalid')
      expect(await reasonOf(stage, 'first')).toBe('token_used')
    },
  },
  {
    name: 'expiry',
    shows: 'is refused with a token that is too old, and when its access has ended',
    async run({ stage }) {
      const late = await stage.newPlace('late', '--first-access-expires-in-min', '1')
      const { device } = await bound(stage, 'brief', '--access-expire-in-min', '60')
      stage.pass(2 * hour)
      await expect(bind(stage, late)).rejects.toThrow('one-time token has expired')
      await expect(readOnce(stage, device)).rejects.toThrow('access of this client has expired')
    },
  },
  {
    name: 'revoke',
    shows: 'is refused at once when its owner removes it',
    async run({ stage }) {
      const { device } = await bound(stage, 'removed')
      const remove = ['sm', 'client', 'remove', '--app', stage.app_uid, '--client', 'removed']
      expect(await stage.owner.keepwatch(...remove)).toMatchObject({ code: 0 })
      await expect(readOnce(stage, device)).rejects.toThrow('Unable to validate application access')
      expect(await reasonOf(stage, 'removed')).toBe('revoked')
    },
  },
]
