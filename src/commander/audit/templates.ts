import type { Catalog } from '../../events/shown-event.ts'
import { eventNames } from './numbers.ts'
import { sentenceField } from './report-rows.ts'

/** Every event type with the template by which Commander writes its sentence: the one that we wrote already. */
export const templateNames = (catalog: Catalog): readonly object[] =>
  [...eventNames(catalog)].map(([id, name]) => ({
    id,
    name,
    category: catalog.get(name)?.category ?? '',
    syslog: `\${${sentenceField}}`,
  }))
