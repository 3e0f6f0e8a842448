import { emailName } from '../kernel/email-name.ts'
import { notFound } from '../kernel/errors.ts'
import type { ApiClient } from './api.ts'

/** The person of that e-mail address, however it is spelled; `not-found` when nobody has it. */
export async function findPersonCalled(api: ApiClient, email: string) {
  const wanted = emailName(email)
  const found = (await (await api.people.$get()).json()).find((one) => one.email === wanted)
  if (found) return found
  throw notFound(`nobody has an account as ${email}: run \`keepwatch user list\``)
}
