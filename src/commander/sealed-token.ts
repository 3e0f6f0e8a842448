import { hkdfSync } from 'node:crypto'
import { z } from 'zod'
import { decryptGcm, encryptGcm } from '../protocol/aes-gcm.ts'

const keyBytes = 32

/** A token of `access`, and the device that it was given to. */
const onDevice = z.object({
  token: z.string(),
  device_uid: z.string(),
  /** What the device calls itself by, which it compares with its configuration. */
  device_token: z.string(),
  version: z.string(),
})

/**
 * What Commander keeps for us between calls, sealed so that nobody else can read or make it: nothing of a device or a login that
 * proves nothing is stored here, so that strangers cannot fill the disk.
 */
const shapes = {
  /** A device that registered, and nothing more. */
  device: z.object({ device_uid: z.string(), point: z.string() }),
  /** A login on its way. */
  login: z.object({
    email: z.string(),
    device_uid: z.string(),
    device_token: z.string(),
    version: z.string(),
    until: z.number(),
  }),
  /** The same when the password is behind them: what stands for half a session. */
  half: onDevice.extend({ by_device: z.boolean() }),
  /** And when the second factor is, too. */
  entered: onDevice.extend({ by_device: z.boolean() }),
  /** Which device logged in as whom: lets it log in without a password, if its owner wants that. */
  clone: z.object({ account_uid: z.string(), device_uid: z.string(), lock: z.string() }),
  session: onDevice,
  /** What somebody has been asked whether it is to be removed. */
  removal: z.object({ uids: z.array(z.string()) }),
} as const

type Shapes = typeof shapes
export type TokenKind = keyof Shapes
export type Sealed<Kind extends TokenKind> = z.output<Shapes[Kind]>

const keyOf = (secret: Uint8Array, kind: TokenKind) =>
  new Uint8Array(hkdfSync('sha256', secret, '', `commander ${kind} token`, keyBytes))

export const sealToken = <Kind extends TokenKind>(
  secret: Uint8Array,
  kind: Kind,
  value: Sealed<Kind>,
): Uint8Array => encryptGcm(keyOf(secret, kind), Buffer.from(JSON.stringify(value)))

/** What was sealed, or undefined when it was not by this server, or is of another kind. */
export function openToken<Kind extends TokenKind>(
  secret: Uint8Array,
  kind: Kind,
  sealed: Uint8Array,
): Sealed<Kind> | undefined {
  const plain = decryptGcm(keyOf(secret, kind), sealed)
  if (!plain) return undefined
  return shapes[kind].safeParse(JSON.parse(plain.toString())).data as Sealed<Kind> | undefined
}
