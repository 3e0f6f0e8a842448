import type { Migration } from './migration.ts'

/** The lines of other logs that were imported, so that none comes in twice (`state/imported-lines.ts`). */
export const importedLines: Migration = {
  version: 4,
  statements: ({ bytes }) => [
    `create table imported_lines (mark ${bytes} primary key, kept integer not null, batch text not null,
      seen integer not null)`,
  ],
}
