import { z } from 'zod'
import type { AddressRule } from '../access/address-rule.ts'
import { canonicalNetworks } from '../access/client-address.ts'

const mostNetworks = 50

const networks = z
  .array(z.string().max(64))
  .min(1, 'name at least one address or CIDR')
  .max(mostNetworks, `at most ${mostNetworks} addresses and CIDRs`)
  .transform((list, context) => {
    try {
      return canonicalNetworks(list)
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message })
      return z.NEVER
    }
  })

/** How somebody says from where a device may come; a set wins over the lock to its first address. */
export const addressRule = {
  lock_ip: z.boolean().default(true),
  lock_network: z.boolean().default(false),
  allowed_ips: networks.optional(),
} as const

type Input = {
  readonly lock_ip: boolean
  readonly lock_network: boolean
  readonly allowed_ips?: readonly string[] | undefined
}

export const ruleOf = ({ lock_ip, lock_network, allowed_ips }: Input): AddressRule => ({
  lock_ip: lock_ip || lock_network ? 1 : 0,
  lock_network: lock_network ? 1 : 0,
  allowed: allowed_ips?.join(',') ?? null,
})
