import type { Command } from 'commander'
import { Failure, invalid } from '../../kernel/errors.ts'
import { answerOne, say } from '../answer.ts'
import { type Destination, destinationOf } from '../audit-log/destination.ts'
import { exportLog, startTime } from '../audit-log/export-log.ts'
import { type AuditLogOptions, addAuditLogOptions } from '../audit-log/options.ts'
import { findPosition } from '../audit-log/position.ts'
import { type Delivered, sendLog } from '../audit-log/send-log.ts'
import { sendingTo } from '../audit-log/sending.ts'
import type { CliCommand } from '../command.ts'
import { type OpenVault, openVault } from '../connect.ts'
import { type GlobalOptions, globalOptions } from '../global-options.ts'

const writesFile = (target: string) => ['json', 'syslog'].includes(target)

function check({ target, nodeId, filePath, record, ignoreCertificateErrors }: AuditLogOptions) {
  if (nodeId)
    throw invalid('--node-id means nothing here: one organisation has no nodes, so leave it out')
  if (ignoreCertificateErrors)
    throw invalid('certificates are always verified: name your own authority with --set ca=@FILE')
  if (filePath && record) throw invalid('give either --file-path or --record')
  if (filePath && !writesFile(target)) throw invalid(`--target ${target} writes no file`)
}

type Course = {
  readonly vault: OpenVault
  readonly flags: AuditLogOptions
  readonly options: GlobalOptions
}

async function deliver(destination: Destination, { vault, flags, options }: Course) {
  const { home, server } = options
  const place = destination.form === 'file' ? destination.file : destination.place
  const to = { home, server, target: flags.target, file: place }
  const { pseudonym_key: pseudonymKey } = await findPosition(to)
  const sending = await sendingTo(destination, {
    server,
    ...(flags.anonymize && { pseudonymKey }),
  })
  const limited = destination.form === 'target' ? destination.folders : undefined
  const folders = flags.sharedFolderUid ?? limited ?? []
  try {
    return { place, ...(await sendLog(vault, { to, since: startTime(flags), folders }, sending)) }
  } finally {
    await sending.sender.close()
  }
}

/** Why a run did not do what it was asked to. */
function complaint({ stopped, refused, last_seq }: Delivered): Failure | undefined {
  const upTo = last_seq === null ? 'nothing was sent' : `sent up to event ${last_seq}`
  if (stopped !== undefined)
    return new Failure('rejected', `${upTo}, and the next run goes on there: ${stopped}`)
  if (refused.length === 0) return undefined
  const events = refused.map(({ seq }) => seq).join(', ')
  return new Failure('rejected', `refused, and tried again in the next run: event ${events}`)
}

/** Exports of the log: see `addAuditLogOptions`. */
export const auditLog: CliCommand = {
  name: 'audit-log',
  add: (program, environment) => {
    addAuditLogOptions(program.command('audit-log').alias('al')).action(
      async (flags: AuditLogOptions, command: Command) => {
        check(flags)
        const options = globalOptions(command, environment)
        const vault = await openVault(options, environment)
        const destination = await destinationOf(vault, flags)
        const { target } = flags
        if (destination.form === 'file' && target === 'json') {
          const { file } = destination
          const to = { home: options.home, server: options.server, target, file }
          const sent = await exportLog(vault, flags, to)
          return answerOne({ target, file, ...sent }, options, environment)
        }
        const delivered = await deliver(destination, { vault, flags, options })
        const { place, stopped: _, ...sent } = delivered
        await answerOne({ target, to: place, ...sent }, options, environment)
        for (const { seq, reason } of delivered.refused)
          say(`event ${seq} was refused: ${reason}`, options, environment)
        const failure = complaint(delivered)
        if (failure) throw failure
      },
    )
  },
}
