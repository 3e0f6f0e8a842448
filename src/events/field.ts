import { z } from 'zod'

/** Long enough for every honest name; what is longer is cut and ends in `…`, so that no input can lose its event. */
const textLimit = 512

const cut = (value: string) =>
  value.length > textLimit ? `${value.slice(0, textLimit - 1)}…` : value

/** Text from outside. */
export const text = z.string().transform(cut)
export const count = z.int().min(0)
export const flag = z.boolean()

/** A Keeper UID, or a comma list of them. */
export const uid = text

/** Fields that name a person or an address. In the leaf they are commitments, so that they can be erased. */
export const personalFields: ReadonlySet<string> = new Set([
  'username',
  'to_username',
  'from_username',
  'email',
  'recipient',
  'remote_address',
  'peer_address',
  'device_ip',
])
