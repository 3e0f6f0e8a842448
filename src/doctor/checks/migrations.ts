import type { StoreFacts } from '../../store/inspection/facts.ts'
import { check, ok, warning, wrong } from '../check.ts'

/** Whether a database is of this Keepwatch's version. */
function judgeMigrations({ missing, unknown }: Pick<StoreFacts, 'missing' | 'unknown'>) {
  if (unknown.length > 0)
    return wrong(
      `The database is of a newer Keepwatch (step ${unknown.join(', ')}): this one does not start on it.`,
      'Install that version again.',
    )
  if (missing.length > 0)
    return warning(
      `The database lacks ${missing.length} steps, which the next start makes.`,
      'Make a backup before: there is no way back.',
    )
  return ok('The database is of this version.')
}

export const migrations = check('migrations', async ({ store }) => {
  const facts = await store().catch(() => undefined)
  return facts ? [judgeMigrations(facts)] : []
})
