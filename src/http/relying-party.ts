import type { RelyingParty } from '../access/passkey.ts'

/** Whom a passkey is for: this server's host without its port. */
export const partyOf = (hostname: string): RelyingParty => ({
  id: new URL(`https://${hostname}`).hostname,
})
