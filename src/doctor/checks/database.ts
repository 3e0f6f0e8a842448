import type { StoreFacts } from '../../store/inspection/facts.ts'
import { check, type Finding, ok, warning, wrong } from '../check.ts'

const oldest = 13

function judgePostgresql({ version, settings }: StoreFacts): readonly Finding[] {
  const found: Finding[] = []
  if (Number.parseInt(version, 10) < oldest)
    found.push(wrong(`PostgreSQL ${version} is too old.`, `Upgrade it to ${oldest} or newer.`))
  if (settings['encoding'] !== 'UTF8')
    found.push(
      wrong(
        `The encoding of the database is ${settings['encoding']}.`,
        "Make one with ENCODING 'UTF8', and move there.",
      ),
    )
  if (settings['standby'] === 'on')
    found.push(
      wrong(
        'The database is a standby, which cannot be written.',
        'Name the primary server in --database-url.',
      ),
    )
  if (settings['fsync'] !== 'on')
    found.push(
      wrong(
        'fsync is off: what is confirmed can be lost.',
        'Set fsync = on in postgresql.conf, and restart PostgreSQL.',
      ),
    )
  if (settings['full_page_writes'] !== 'on')
    found.push(
      warning(
        'full_page_writes is off: a torn page after a loss of power damages the database.',
        'Set it on, unless the filesystem writes pages whole.',
      ),
    )
  if (!['on', 'remote_apply'].includes(settings['synchronous_commit'] ?? ''))
    found.push(
      warning(
        `synchronous_commit is ${settings['synchronous_commit']} for everybody else; Keepwatch asks for on.`,
        'Set it to on, so that nothing else of this installation is lost either.',
      ),
    )
  if (Number(settings['max_connections'] ?? 100) < 50)
    found.push(
      warning(
        `PostgreSQL takes ${settings['max_connections']} connections; a server opens up to 30.`,
        'Raise max_connections to 30 for each server, and some for you.',
      ),
    )
  return found
}

/** What a database says of itself, judged. */
function judgeDatabase(facts: StoreFacts): readonly Finding[] {
  const { engine, version, settings } = facts
  const found = engine === 'PostgreSQL' ? judgePostgresql(facts) : []
  if (found.length > 0) return found
  const zone = settings['TimeZone']
  return [
    ok(
      `${engine} ${version} answers${zone ? `; it shows times in ${zone}, and Keepwatch keeps them in UTC` : ''}.`,
    ),
  ]
}

export const database = check('database', async ({ settings, store }) => {
  try {
    const facts = await store()
    if (facts) return judgeDatabase(facts)
    return [
      warning(
        `There is no database in ${settings.data} yet.`,
        'The first start makes one; if there was one, name its folder with --data.',
      ),
    ]
  } catch (error) {
    const { message, code } = error as { readonly message?: string; readonly code?: string }
    return [
      wrong(
        `The database cannot be opened: ${message || code}.`,
        settings.databaseUrl
          ? 'Look at --database-url, PGPASSWORD, and whether PostgreSQL lets this machine in.'
          : 'Run this as the user of the server.',
      ),
    ]
  }
})
