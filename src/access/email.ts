import { z } from 'zod'
import { emailName } from '../kernel/email-name.ts'

/** An address as everything looks it up: trimmed, lower case, once, at the door. */
export const email = z
  .string()
  .max(254)
  .transform(emailName)
  .pipe(z.email({ error: 'this is not an e-mail address' }))

/** What somebody says they are called, as everything looks it up; what is no address stays as it was said. */
export const claimedName = (claimed: string): string => email.safeParse(claimed).data ?? claimed
