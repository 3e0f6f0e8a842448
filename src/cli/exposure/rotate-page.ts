import { createHash } from 'node:crypto'
import { escapeHtml } from '../../kernel/escape-html.ts'

/** A line of the list; what does not apply is not there. */
export type RotateLine = Readonly<
  Partial<Record<(typeof rotateColumns)[number], string | number | undefined>>
>

/** What the list shows of each version that left. */
export const rotateColumns = [
  'status',
  'title',
  'record_uid',
  'revision',
  'current_revision',
  'attachment_id',
  'times',
  'first_left',
  'last_left',
] as const

const style = `:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 90rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886 }
.rotated, .removed { opacity: .65 }`

const box = (status: string) =>
  `<input type="checkbox" aria-label="done"${status === 'rotate' ? '' : ' checked disabled'}>`

const row = (line: RotateLine) =>
  `<tr class="${line.status}"><td>${box(String(line.status))}</td>${rotateColumns
    .map((name) => `<td>${escapeHtml(String(line[name] ?? ''))}</td>`)
    .join('')}</tr>`

/** The list as one page to print or to tick by hand. It runs nothing and fetches nothing. */
export async function* rotatePage(
  title: string,
  lines: readonly RotateLine[],
  made: Date,
): AsyncGenerator<string> {
  const hash = createHash('sha256').update(style).digest('base64')
  const open = lines.filter(({ status }) => status === 'rotate').length
  yield `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<h1>${escapeHtml(title)}</h1>
<p>${open} of ${lines.length} versions that left are still in use, as of ${made.toISOString()}.</p>
<table><thead><tr><th></th>${rotateColumns.map((name) => `<th>${name}</th>`).join('')}</tr></thead>
<tbody>
${lines.map(row).join('\n')}
</tbody></table>
</html>
`
}
