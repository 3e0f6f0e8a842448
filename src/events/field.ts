import { z } from 'zod'

/** Long enough for every honest name; what is longer is cut and ends in `…`, so that no input can lose its event. */
const textLimit = 512

/** A thousand UIDs and their commas. */
const listLimit = 23_000

const textOf = (limit: number) =>
  z.string().transform((value) => (value.length > limit ? `${value.slice(0, limit - 1)}…` : value))

/** Text from outside. */
export const text = textOf(textLimit)
export const count = z.int().min(0)
export const flag = z.boolean()

/** A Keeper UID. */
export const uid = text

/** UIDs with commas between them, as many as one request may name: what was asked for must not be hidden by a cut. */
export const uidList = textOf(listLimit)

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
  'allowed_ips',
])
