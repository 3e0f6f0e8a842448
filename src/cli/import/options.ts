import { type Command, Option } from 'commander'
import { mappedName } from '../../foreign/mapped-format.ts'

/** What the command was told. */
export type ImportOptions = {
  readonly from?: string
  readonly source?: string
  readonly mapping?: string
  readonly dryRun?: boolean
}

const examples = `
Reads JSON lines, JSON lists and tables with a header, packed by gzip or not. Events come in with their own time and name,
marked with "imported_from"; what is in the log already does not come in again, so an interrupted import is simply begun
again. Entries that cannot be read are named with their line, the others go on, and the exit code is 1.

Examples:
  $ keepwatch import audit-2026-*.json
  $ keepwatch import --from vault --source prod vault_audit.log.1.gz
  $ keepwatch import --mapping gitlab.json audit_json.log --dry-run`

/** Adds the flags of `import`. */
export const addImportOptions = (command: Command): Command =>
  command
    .description('take the events of another log into this one')
    .argument('<file...>', 'files of that log')
    .option(
      '--from <format>',
      `what it is: keeper, vault, openbao, cloudtrail, infisical, bitwarden or ${mappedName} (default: seen from the first entry)`,
    )
    .option('--source <name>', 'which installation of it, if there are several')
    .addOption(new Option('--mapping <file>', 'how to read any other log; see the guide'))
    .option('--dry-run', 'read everything and say what there is; nothing is sent')
    .addHelpText('after', examples)
