import { newUid } from '../kernel/ids.ts'
import type { Ways } from '../outbound/ways.ts'

/** A webhook has a token, as Keeper's have: it is made when there is none, and told once. */
export function withToken(ways: Ways, isWanted: boolean): { ways: Ways; token?: string } {
  const { webhook } = ways
  if (!webhook || (webhook['token'] !== undefined && !isWanted)) return { ways }
  const token = newUid()
  return { ways: { ...ways, webhook: { ...webhook, token } }, token }
}
