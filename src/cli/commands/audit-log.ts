import type { Command } from 'commander'
import { invalid } from '../../kernel/errors.ts'
import { answerOne } from '../answer.ts'
import { exportFile } from '../audit-log/export-file.ts'
import { exportLog } from '../audit-log/export-log.ts'
import { type AuditLogOptions, addAuditLogOptions } from '../audit-log/options.ts'
import type { CliCommand } from '../command.ts'
import { openVault } from '../connect.ts'
import { globalOptions } from '../global-options.ts'

function check({ target, nodeId, filePath, record }: AuditLogOptions): void {
  if (target !== 'json')
    throw invalid(`--target ${target} comes with a later version: export with --target json`)
  if (nodeId)
    throw invalid('--node-id means nothing here: one organisation has no nodes, so leave it out')
  if (filePath && record) throw invalid('give either --file-path or --record')
}

/** Exports of the log to a file: see `addAuditLogOptions`. */
export const auditLog: CliCommand = {
  name: 'audit-log',
  add: (program, environment) => {
    addAuditLogOptions(program.command('audit-log').alias('al')).action(
      async (flags: AuditLogOptions, command: Command) => {
        check(flags)
        const options = globalOptions(command, environment)
        const vault = await openVault(options, environment)
        const file = await exportFile(vault, flags)
        const { home, server } = options
        const { target } = flags
        const sent = await exportLog(vault, flags, { home, server, target, file })
        await answerOne({ target, file, ...sent }, options, environment)
      },
    )
  },
}
