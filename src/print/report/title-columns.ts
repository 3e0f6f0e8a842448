/** The titles that Commander shows beside a UID. The server cannot know them: they come from the reader's own vault. */
export const titleColumns: ReadonlyMap<string, readonly string[]> = new Map([
  ['record_uid', ['record_title', 'record_url']],
  ['shared_folder_uid', ['shared_folder_title']],
  ['node', ['node_title']],
  ['role_id', ['role_title']],
  ['team_uid', ['team_title']],
])

const uidColumns = new Map(
  [...titleColumns].flatMap(([uid, titles]) => titles.map((title) => [title, uid] as const)),
)

/** The UID column that a title column belongs to; any other column is its own. */
export const uidColumnOf = (column: string): string => uidColumns.get(column) ?? column

/** Finds what a title column shows for a UID; an empty text when nobody knows. */
export type FindTitle = (titleColumn: string, uid: string) => string

export const isTitleColumn = (column: string): boolean => uidColumns.has(column)
