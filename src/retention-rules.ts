import type { Config } from './config.ts'
import { knownNames, loadCatalog } from './events/catalog.ts'
import { importedCategory } from './events/imported.ts'
import type { RetentionRules } from './events/retention.ts'
import { invalid } from './kernel/errors.ts'

/** The rules that the configuration gives. Throws `invalid` for a class that no event has: it would be kept for ever. */
export async function retentionRules({
  retentionDays,
  retention,
  pruneUndelivered,
}: Config): Promise<RetentionRules> {
  const types = [...(await loadCatalog()).values(), ...knownNames]
  const classes = new Set([importedCategory, ...types.map(({ category }) => category)])
  const unknown = Object.keys(retention).find((name) => !classes.has(name))
  if (unknown !== undefined)
    throw invalid(
      `--retention: no event is of the class ${unknown}; there are ${[...classes].sort().join(', ')}`,
    )
  return {
    days: retentionDays,
    classes: retention,
    undelivered: pruneUndelivered ? 'drop' : 'wait',
  }
}
