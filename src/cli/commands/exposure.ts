import type { Command } from 'commander'
import { answerList, say } from '../answer.ts'
import { withApplicationUids } from '../audit-report/application-uids.ts'
import { vaultTitles } from '../audit-report/find-title.ts'
import type { CliCommand } from '../command.ts'
import { type OpenVault, openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import { rotateColumns, rotatePage } from '../exposure/rotate-page.ts'
import { globalOptions, namedUsers } from '../global-options.ts'
import { writeFileWhole } from '../print/output.ts'

type Flags = {
  readonly device?: string
  readonly app?: string
  readonly ip?: string
  readonly since?: string
  readonly html?: string
}

const examples = `
Every version of every secret that left to a device, an application, a person or an address, and whether it is still the
newest: \`rotate\` is what is left to do, and becomes \`rotated\` by itself when the record is updated. Titles are those of
your own vault. With several flags all of them must hold. --user is whose exposure it is here: log in with \`keepwatch
login\` or KEEPWATCH_USER. What left to a person is what they opened themselves, not what their devices read.

Examples:
  $ keepwatch exposure --device ci-runner
  $ keepwatch exposure --app Builds --since 2026-11-01 --format csv
  $ keepwatch exposure --user bob@example.com --html rotate.html
  $ keepwatch exposure --ip 203.0.113.0/24 --since 7d`

/** What is asked: application titles become UIDs, and the rest is for the server to judge. */
async function askedOf(vault: OpenVault, { device, app, ip, since }: Flags, user?: string) {
  const { app_uid } = await withApplicationUids(vault, app === undefined ? {} : { app_uid: [app] })
  return {
    ...(device !== undefined && { device }),
    ...(app_uid && { app: [...app_uid] }),
    ...(user !== undefined && { user }),
    ...(ip !== undefined && { address: ip }),
    ...(since !== undefined && { since }),
  }
}

async function linesOf(vault: OpenVault, asked: Awaited<ReturnType<typeof askedOf>>) {
  const found = await (await vault.api.reports.exposure.$post({ json: asked })).json()
  const findTitle = await vaultTitles(vault)
  return found.map(({ status, ...version }) => ({
    status,
    title: findTitle('record_title', version.record_uid),
    ...version,
  }))
}

const subjectOf = (flags: Flags, user?: string) =>
  [flags.device, flags.app, user, flags.ip].filter((name) => name !== undefined).join(', ')

async function showExposure(flags: Flags, command: Command, environment: Environment) {
  const { user, ...global } = globalOptions(command, environment)
  const login = environment.variables['KEEPWATCH_USER']
  const subject = namedUsers(command) === undefined ? undefined : user
  const options = { ...global, ...(login && { user: login }) }
  const vault = await openVault(options, environment)
  const things = await linesOf(vault, await askedOf(vault, flags, subject))
  if (flags.html === undefined)
    return answerList({ columns: rotateColumns, things }, options, environment)
  const title = `What left to ${subjectOf(flags, subject)}`
  const page = rotatePage(title, things, new Date())
  await writeFileWhole(page, flags.html)
  say(`${flags.html} lists ${things.length} versions.`, options, environment)
}

/** What somebody got, as a list of what to rotate. */
export const exposure: CliCommand = {
  name: 'exposure',
  add: (program, environment) => {
    program
      .command('exposure')
      .description('list every secret version that left to somebody, and what is still to rotate')
      .option('--device <name>', 'a Secrets Manager device, by its name or UID')
      .option('--app <title>', 'an application, by its title or UID')
      .option('--ip <address>', 'an address or a network')
      .option('--since <time>', 'only from then on: a time, or how long ago, such as 7d')
      .option('--html <file>', 'write a page to print or to tick')
      .addHelpText('after', examples)
      .action((flags: Flags, command: Command) => showExposure(flags, command, environment))
  },
}
