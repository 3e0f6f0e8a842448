import type { ExportFormat } from '../format.ts'

/** Keeper's own form: one flat object, so that parsers and dashboards that people have already work. */
export const keeperJson: ExportFormat = {
  name: 'keeper-json',
  title: 'Keeper JSON',
  mediaType: 'application/x-ndjson',
  line: (event) => JSON.stringify(event),
}
