import type { Command } from 'commander'
import { Failure } from '../../kernel/errors.ts'
import { answerList } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { Environment, PlaceFlags } from '../environment.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
Run it as the user of the server, on its machine, with the flags and variables that "serve" gets, also while it runs. It changes
nothing, but writes a small file into the data folder and an object into the bucket for a moment. With --url it looks at a
server from outside, and needs nothing but --ca where that has an authority of its own.

Exit code 0: nothing is wrong, though there may be warnings. 1: something is. 4: the log is not what was signed.

Examples:
  $ keepwatch doctor --data /var/lib/keepwatch --hostname vault.example.com
  $ keepwatch doctor --url https://vault.example.com --ca ca.pem
  $ keepwatch doctor --format json | jq '.[] | select(.state != "ok")'`

type Flags = PlaceFlags & { readonly url?: string }

async function examine(flags: Flags, command: Command, environment: Environment) {
  const options = globalOptions(command, environment)
  const { doctor } = await environment.offline()
  const found = await doctor(flags, options.ca)
  const things = found.map(({ check, state, says, do: todo }) => ({
    check,
    state,
    finding: says,
    ...(todo !== undefined && { what_to_do: todo }),
  }))
  await answerList(
    { columns: ['check', 'state', 'finding', 'what_to_do'], things },
    options,
    environment,
  )
  const bad = found.filter(({ state }) => state === 'wrong' || state === 'unproven')
  if (bad.length === 0) return
  const kind = bad.some(({ state }) => state === 'unproven') ? 'unproven' : 'conflict'
  const [first] = bad
  const more = bad.length > 1 ? `, and ${bad.length - 1} more` : ''
  throw new Failure(kind, `${first?.check}: ${first?.says}${more}`)
}

/** What is wrong with a deployment, and what to do about it. */
export const doctor: CliCommand = {
  name: 'doctor',
  add: (program, environment) => {
    program
      .command('doctor')
      .description('look at a deployment, and say what is wrong and what to do about it')
      .option('--data <folder>', 'the data folder (default ./data)')
      .option('--database-url <url>', 'PostgreSQL instead of the embedded store')
      .option('--files-url <url>', 'the bucket for files')
      .option('--analytics-url <url>', 'ClickHouse for reports')
      .option('--analytics-cluster <name>', 'the cluster of it that the columns lie on')
      .option('--hostname <name>', 'what tokens and certificates name')
      .option('--listen <host:port>', 'address that the server listens on')
      .option('--tls <on|off>', 'off behind a proxy that speaks TLS')
      .option('--tls-cert <file>', 'the certificate')
      .option('--tls-key <file>', 'its key')
      .option('--trusted-proxies <cidr,…>', 'whose X-Forwarded-For counts')
      .option('--key-file <file>', 'holds the key that seals the keys in the data folder')
      .option('--key-command <command>', 'prints that key')
      .option('--url <url>', 'a server, looked at from outside instead')
      .addHelpText('after', examples)
      .action((flags: Flags, command: Command) => examine(flags, command, environment))
  },
}
