import { readFile } from 'node:fs/promises'
import { permissions } from '../src/access/permission.ts'
import { roles } from '../src/kernel/roles.ts'

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

const lines = Object.entries(permissions).filter(([, { to }]) => to.length > 0)

const marks = (to: readonly string[]) => roles.map((role) => (to.includes(role) ? '✓' : ''))

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

/** The reference of roles: every permission by its name, which is also the scope of an API token. */
export const permissionsPage = (): string =>
  [
    '# Roles and permissions',
    'Generated from `src/access/permission.ts` by `npm run docs`. Every route of the server is tested against it, for every role. What to do with roles: [the guide](../guides/people.md).',
    table(
      ['permission', 'allows to', ...roles],
      lines.map(([name, { allows, to }]) => [`\`${name}\``, allows, ...marks(to)]),
    ),
    "A permission never reaches into what belongs to somebody else: a record, folder, application, device, session or private report of another person is not there, whatever the role. An API token has the scopes that it was made with, as far as its maker's role has them still.",
  ].join('\n\n')

const begin = '<!-- permissions: npm run docs writes what is in here -->\n'
const end = '<!-- end of permissions -->\n'

/** The guide to people with the same table, as far as a person needs it. */
export async function guideWithPermissions(file: string): Promise<string> {
  const [before = '', rest = ''] = (await readFile(file, 'utf8')).split(begin)
  const after = rest.split(end)[1] ?? ''
  const rows = lines.map(([, { allows, to }]) => [allows, ...marks(to)])
  return `${before}${begin}${table(['may', ...roles], rows)}\n${end}${after}`
}
