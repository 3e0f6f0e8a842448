import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { Failure, invalid } from '../../kernel/errors.ts'
import { answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { Environment } from '../environment.ts'
import { globalOptions } from '../global-options.ts'

const examples = `
It asks the server of this machine, whose address it knows by the same flags and variables as "serve" (KEEPWATCH_LISTEN,
KEEPWATCH_TLS), and ends with exit code 0 or 1. Nobody has to be logged in, and no certificate is checked: "keepwatch doctor"
looks at those.

Examples:
  $ keepwatch health
  $ keepwatch health --alive --listen 0.0.0.0:443`

const patienceMs = 4_000
const usual = '127.0.0.1:8443'

type Flags = { readonly listen?: string; readonly tls?: string; readonly alive?: true }

/** Who listens everywhere is asked on loopback. */
const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' }

function urlOf({ listen, tls, alive }: Flags, { variables }: Environment): URL {
  const address = listen ?? variables['KEEPWATCH_LISTEN'] ?? usual
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(address) ?? []
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  const scheme = (tls ?? variables['KEEPWATCH_TLS'] ?? 'on') === 'off' ? 'http' : 'https'
  const url = `${scheme}://${everywhere[bare] ?? bare}:${port}${alive ? '/healthz' : '/readyz'}`
  if (!URL.canParse(url)) throw invalid(`--listen: expected HOST:PORT, not ${address}`)
  return new URL(url)
}

function statusOf(url: URL): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const signal = AbortSignal.timeout(patienceMs)
  const asked =
    url.protocol === 'https:'
      ? overHttps(url, { signal, rejectUnauthorized: false })
      : overHttp(url, { signal })
  asked.once('response', (answer) => {
    answer.resume()
    resolve(answer.statusCode ?? 0)
  })
  asked.once('error', reject).end()
  return promise
}

async function ask(url: URL): Promise<void> {
  const status = await statusOf(url).catch((cause: Error) => {
    throw new Failure('busy', `nobody answers at ${url.origin}: ${cause.message}`, { cause })
  })
  if (status !== 200)
    throw new Failure('busy', `the server at ${url.origin} is not ready: it answers ${status}`)
}

/** For health checks of containers and scripts. */
export const health: CliCommand = {
  name: 'health',
  add: (program, environment) => {
    program
      .command('health')
      .description('ask whether the server of this machine is ready')
      .option('--listen <host:port>', `where it listens (KEEPWATCH_LISTEN; default ${usual})`)
      .option('--tls <on|off>', 'whether it speaks TLS (KEEPWATCH_TLS; default on)')
      .option('--alive', 'only whether the process answers, not whether its store does')
      .addHelpText('after', examples)
      .action(async (flags: Flags, command) => {
        const url = urlOf(flags, environment)
        await ask(url)
        const status = flags.alive ? 'alive' : 'ready'
        await answerOne(
          { url: url.origin, status },
          globalOptions(command, environment),
          environment,
        )
      })
  },
}
