import { printedRows, type Row } from './printed-rows.ts'

/** How the rows are found in what each of the two printed. */
export type Comparison = {
  theirs(printed: string): readonly Row[]
  ours(printed: string): readonly Row[]
}

/** Of each row what has a value, without what placeholders get for Commander. */
const full = (row: Row): Row =>
  JSON.parse(
    JSON.stringify(
      Object.fromEntries(
        Object.entries(row).filter(
          ([, value]) => value !== null && value !== undefined && value !== '',
        ),
      ),
    ).replaceAll('\u2060', ''),
  ) as Row

const each = (shown: (row: Row) => Row) => (printed: string) =>
  printedRows(printed).map(shown).map(full)

/** Columns of Secrets Manager, which our command shows and Commander does not know. */
const oursAlone = ['app_uid', 'device_name', 'device_uid', 'secret_uid', 'event_id']

const without =
  (...names: readonly string[]) =>
  (row: Row): Row =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))

/** What stands in a row, whatever its columns are called. */
const values = (row: Row): Row => ({
  values: Object.values(row)
    .filter((value) => value !== null && value !== '')
    .map(String),
})

const first = (row: Row, ...names: readonly string[]) =>
  names.map((name) => row[name]).find((value) => value !== undefined)

/** How often something happened; both have their own words for it, and Python rounds halves to the even digit. */
const count = (row: Row): Row => ({ count: first(row, 'Count', 'count') })

const record = (row: Row): Row => ({
  uid: first(row, 'record_uid', 'Record uid', 'Record UID'),
  title: first(row, 'title', 'Title'),
  type: first(row, 'type', 'Type'),
})

const folder = (row: Row): Row => ({
  uid: first(row, 'folder_uid', 'shared_folder_uid', 'Shared Folder UID'),
  name: first(row, 'name', 'Name'),
})

const application = (row: Row): Row => ({
  uid: first(row, 'app_uid', 'App UID'),
  title: first(row, 'app_name', 'App Name', 'title'),
  records: Number(first(row, 'records', 'Records')),
  folders: Number(first(row, 'folders', 'Folders')),
  devices: Number(first(row, 'devices', 'Devices')),
})

const list = (value: unknown) => value as readonly Row[]

const byText = (one: Row, other: Row) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)

/** An application with its shares and devices. */
const whole = (row: Row): Row => ({
  uid: row['app_uid'],
  title: first(row, 'app_name', 'title'),
  shares: list(row['shares'])
    .map((share) => ({ uid: first(share, 'uid', 'secret_uid'), editable: share['editable'] }))
    .sort(byText),
  devices: list(first(row, 'client_devices', 'devices'))
    .map((device) => ({ name: device['device_name'] }))
    .sort(byText),
})

const alert = (row: Row): Row => ({
  id: String(first(row, 'id', 'ID')),
  name: first(row, 'name', 'Name'),
  occurrences: String(first(row, 'occurrences', 'Occurrences')),
})

const isTop = (row: Row) => row['parent_uid'] === null
const topFolders = (printed: string) => printedRows(printed).filter(isTop).map(folder)

/** Names of folders in a tree that is drawn. */
const drawnNames = (printed: string) =>
  [...printed.matchAll(/── (.+?)( \[SHARED\])?$/gm)].map(([, name]) => ({ name }))

export const comparisons = {
  report: { theirs: each(full), ours: each(without(...oursAlone)) },
  counts: { theirs: each(count), ours: each(count) },
  values: { theirs: each(values), ours: each(values) },
  records: { theirs: each(record), ours: each(record) },
  record: {
    theirs: each((row) => ({ ...record(row), fields: row['fields'], custom: row['custom'] })),
    ours: each((row) => ({ ...record(row), fields: row['fields'], custom: row['custom'] })),
  },
  folders: { theirs: each(folder), ours: topFolders },
  tree: { theirs: drawnNames, ours: each(({ name }) => ({ name })) },
  applications: { theirs: each(application), ours: each(application) },
  application: { theirs: each(whole), ours: each(whole) },
  people: {
    theirs: each(({ email }) => ({ email })),
    ours: each(({ email }) => ({ email })),
  },
  roles: {
    theirs: each(({ email, roles }) => ({ email, role: String(roles) })),
    ours: each(({ email, role }) => ({ email, role })),
  },
  alerts: { theirs: each(alert), ours: each(alert) },
} as const satisfies Readonly<Record<string, Comparison>>
