import { randomBytes } from 'node:crypto'
import { totpCode, totpStep } from '../../src/access/totp.ts'

/** An authenticator with a secret of its own, which shows the code of any time. */
export function authenticator() {
  const secret = randomBytes(20)
  return {
    secret: secret.toString('base64'),
    code: (at: Date) => totpCode(secret, totpStep(at)),
  }
}
