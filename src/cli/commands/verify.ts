import { type Command, Option } from 'commander'
import { Failure } from '../../kernel/errors.ts'
import { encodeBase64 } from '../../tlog/base64.ts'
import { Damaged } from '../../verify/damage.ts'
import { type Verdict, verifyLog } from '../../verify/verify-log.ts'
import { answerOne } from '../answer.ts'
import type { CliCommand } from '../command.ts'
import type { Environment } from '../environment.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'
import { projectionVerdict } from '../projection-verdict.ts'
import { type ConsoleFlags, verifyConsole } from '../verify/console.ts'
import {
  openSource,
  readCheckpoints,
  readVerifiers,
  type VerifyFlags,
} from '../verify/open-source.ts'
import { progressLine } from '../verify/progress.ts'

const examples = `
Trusts neither the server nor its database, only the public key (--vkey; by default the one in the data folder) and
checkpoints from elsewhere: only a newer one shows that a log was put back. What cannot be verified ends with exit
code 4, the kind of damage and the first sequence number where it sits: edited, missing, inserted, duplicated,
reordered, truncated, rolled-back, split-view, bad-signature, unsigned, malformed.

With --data the projection, which reports are read from, is held against the log as well.

With --console the files that a server sends to browsers are held against the hashes that the build has published (console/dist/hashes.json of the release
that this command belongs to, or --hashes). A server can send each browser something else: ask from where you are.

The sentence in "message" is made from the other fields of an event. It is not part of what is proved.

Examples:
  $ keepwatch verify --data /var/lib/keepwatch --checkpoint yesterday.note
  $ keepwatch verify --url https://keepwatch.example.com --vkey log-vkey
  $ keepwatch verify --export events.ndjson --vkey log-vkey
  $ keepwatch verify --console https://keepwatch.example.com`

/** What the reports of a data folder are read from, once its log is proved. */
type Columns = { readonly isRight: boolean; readonly sentence: string } | undefined

type About = {
  readonly keys: readonly string[]
  readonly seconds: number
  readonly columns: Columns
}

const summary = (verdict: Verdict, { keys, seconds, columns }: About) => ({
  verified: verdict.damages.length === 0,
  size: verdict.size,
  root: encodeBase64(verdict.root),
  signed: verdict.signed,
  unsigned: verdict.size - Math.min(verdict.signed, verdict.size),
  dropped: verdict.dropped,
  checkpoints: verdict.checkpoints,
  keys: keys.join(' '),
  ...(columns && { projection: columns.sentence }),
  seconds: Number(seconds.toFixed(3)),
})

/** Says what was found; throws `unproven` with the first damage. */
async function report(
  verdict: Verdict,
  about: About,
  { options, environment }: { options: GlobalOptions; environment: Environment },
): Promise<void> {
  const { damages } = verdict
  const thing = summary(verdict, about)
  const { columns } = about
  const [first] = damages
  if (!first && columns?.isRight === false)
    throw new Failure('unproven', `the log is whole, but the projection ${columns.sentence}`)
  if (!first) return answerOne(thing, options, environment)
  if (options.format === 'json') await answerOne({ ...thing, damages }, options, environment)
  const lines = damages.map(({ kind, seq, sentence }) => `${kind} at ${seq}: ${sentence}`)
  throw new Failure('unproven', `verification failed: ${lines.join('\n  ')}`)
}

/** A source that cannot even be opened is a verdict too. */
const unreadable = (error: unknown): Verdict => {
  if (!(error instanceof Damaged)) throw error
  const nothing = { size: 0, root: new Uint8Array(), dropped: 0, signed: 0, checkpoints: 0 }
  return { ...nothing, damages: [error.damage] }
}

async function verifySource(
  flags: VerifyFlags,
  options: GlobalOptions,
  environment: Environment,
): Promise<void> {
  const verifiers = await readVerifiers(flags)
  const checkpoints = await readCheckpoints(flags)
  const keys = verifiers.map(({ name, id }) => `${name}+${id}`)
  let line = progressLine(environment, undefined)
  const work = async () => {
    const source = await openSource(flags, options, environment)
    line = progressLine(environment, source.size)
    try {
      const progress = options.quiet ? () => {} : line.show
      return await verifyLog({ source, verifiers, checkpoints, progress })
    } finally {
      line.done()
      source.close()
    }
  }
  const verdict = await work().catch(unreadable)
  const isWhole = verdict.damages.length === 0
  const columns =
    flags.data && isWhole ? await projectionVerdict({ data: flags.data }, environment) : undefined
  const about = { keys, seconds: line.seconds(), columns }
  await report(verdict, about, { options, environment })
}

/** Offline proof that a log is whole. */
export const verify: CliCommand = {
  name: 'verify',
  add: (program, environment) => {
    program
      .command('verify')
      .description('Prove that no event was changed, taken out, put in or moved.')
      .option('--data <folder>', 'a data folder, of a server that runs or not, or a copy of one')
      .option('--url <url>', 'a server, as an auditor')
      .addOption(new Option('--export <file...>', 'exported events: JSON, or JSON a line'))
      .option('--checkpoint <file...>', 'signed checkpoints that you kept')
      .option('--vkey <file>', "the log's public key")
      .option('--console <url>', 'not the log, but the console that this server sends')
      .option('--hashes <file>', 'what the release says of its console, for --console')
      .addHelpText('after', examples)
      .action((flags: VerifyFlags & ConsoleFlags, command: Command) => {
        const options = globalOptions(command, environment)
        if (flags.console !== undefined) return verifyConsole(flags, options, environment)
        return verifySource(flags, options, environment)
      })
  },
}
