import { type Command, Option } from 'commander'
import { type AddressRule, changeDeviceLock } from '../../client/devices.ts'
import { invalid } from '../../kernel/errors.ts'
import { answerList } from '../answer.ts'
import { openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { exampleText } from '../example-text.ts'
import { globalOptions } from '../global-options.ts'
import { devicesOf } from './devices-of.ts'
import { pickDevices } from './pick-devices.ts'

/** How a person says from where a device may come. */
export type LockFlags = {
  readonly unlockIp?: boolean
  readonly lockNetwork?: boolean
  readonly allowIp?: readonly string[]
}

type Wanted = LockFlags & {
  readonly app: string
  readonly client: readonly string[]
  readonly lockIp?: boolean
}

export const ruleOf = ({ unlockIp, lockNetwork, allowIp }: LockFlags): AddressRule => ({
  lock_ip: !unlockIp,
  ...(lockNetwork && { lock_network: true }),
  ...(allowIp && { allowed_ips: allowIp }),
})

/** `sm client update`. */
export function updateClients(noun: Command, environment: Environment) {
  const exclusive = ['lockIp', 'unlockIp', 'lockNetwork', 'allowIp']
  const rule = (flags: string, text: string) => {
    const option = new Option(flags, text)
    return option.conflicts(exclusive.filter((name) => name !== option.attributeName()))
  }
  noun
    .command('update')
    .addHelpText(
      'after',
      exampleText(
        'sm client update --app Builds --client ci-runner --lock-ip',
        'sm client update --app Builds --client ci-runner --allow-ip 203.0.113.0/24 2001:db8::/48',
      ),
    )
    .description('set anew from where client devices may come')
    .requiredOption('--app <name-or-uid>', 'the application')
    .requiredOption('--client <name-or-uid...>', 'name, UID or the start of one; * or all for all')
    .addOption(rule('--lock-ip', 'to the address of its next access'))
    .addOption(rule('--lock-network', 'to the network of its next access (IPv6: /64)'))
    .addOption(rule('--allow-ip <address-or-cidr...>', 'to these addresses and networks'))
    .addOption(rule('-l, --unlock-ip', 'to nothing: from any address'))
    .action(async (flags: Wanted, command) => {
      const options = globalOptions(command, environment)
      const { lockIp, lockNetwork, allowIp, unlockIp } = flags
      if (!lockIp && !lockNetwork && !allowIp && !unlockIp)
        throw invalid('say how: --lock-ip, --lock-network, --allow-ip or --unlock-ip')
      const vault = await openVault(options, environment)
      const { app_uid, devices } = await devicesOf(vault, flags.app)
      const device_uids = pickDevices(devices, flags.client)
      const changed = await changeDeviceLock(vault, app_uid, { device_uids, ...ruleOf(flags) })
      const columns = ['device_uid', 'device_name', 'lock_before', 'lock', 'allowed_ips']
      await answerList({ columns, things: changed.devices }, options, environment)
    })
}
