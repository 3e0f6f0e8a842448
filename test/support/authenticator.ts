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

const halfMinute = 30_000

/** An authenticator beside a clock that its test moves: a server with that clock knows the codes. */
export function authenticatorInTime() {
  const phone = authenticator()
  const began = Date.now()
  let passed = 0
  const clock = () => new Date(began + passed)
  const pass = (ms: number) => {
    passed += ms
  }
  return {
    ...phone,
    clock,
    pass,
    /** The code of the next half minute, which has not been shown yet. */
    nextCode(): string {
      pass(halfMinute)
      return phone.code(clock())
    },
  }
}
