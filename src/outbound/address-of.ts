import { isIP } from 'node:net'
import type { Reach } from './reach.ts'

/** The address that a host may be reached at, for what cannot be given a way of looking it up. Throws `denied` for a forbidden one. */
export const addressOf = ({ demand, lookup }: Reach, host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    demand(host)
    if (isIP(host)) return resolve(host)
    lookup(host, {}, (error, address) => (error ? reject(error) : resolve(String(address))))
  })
