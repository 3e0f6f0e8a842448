import { z } from 'zod'
import { sendRequest } from '../../outbound/channel.ts'
import { cut, oneLine } from '../../outbound/notice-text.ts'
import { postJson } from '../../outbound/post-json.ts'
import { secretUrl } from '../../outbound/setting.ts'
import type { Figure, ReportLetter } from '../report-letter.ts'
import { reportWay } from '../report-way.ts'

type Look = {
  readonly weight?: 'bolder'
  readonly size?: 'large'
  readonly isSubtle?: true
  readonly fontType?: 'monospace'
}

/** A line of text: unlike a `TextBlock`, it knows no Markdown. */
const run = (text: string, look: Look = {}) => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text, ...look }],
})

const figure = ({ label, value }: Figure) => ({
  type: 'RichTextBlock',
  spacing: 'none',
  inlines: [
    { type: 'TextRun', text: `${label}: `, weight: 'bolder' },
    { type: 'TextRun', text: value },
  ],
})

/** Blanks that stay where they are, so that columns stand below each other. */
const row = (text: string) => ({
  ...run(text.replaceAll(' ', '\u00a0') || '\u00a0', { fontType: 'monospace' }),
  spacing: 'none',
})

const card = (letter: ReportLetter) => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.4',
  body: [
    run(cut(oneLine(letter.title), 200), { weight: 'bolder', size: 'large' }),
    run(letter.about),
    ...letter.figures.map(figure),
    ...letter.table.map(row),
    ...(letter.more > 0 ? [run(`… and ${letter.more} more rows`)] : []),
    ...letter.places.map((place) => run(place, { isSubtle: true })),
  ],
  actions: [{ type: 'Action.OpenUrl', title: 'The file in Keepwatch', url: letter.link }],
})

/** A workflow of Microsoft Teams: the figures, the first rows, and where the file is, in an Adaptive Card. */
export const teams = reportWay({
  name: 'teams',
  title: 'Microsoft Teams (Workflows)',
  settings: z.strictObject({ url: secretUrl('URL of the workflow') }),
  recipients: () => ['Microsoft Teams'],
  send(letter, { settings: { url } }, sending) {
    const contentType = 'application/vnd.microsoft.card.adaptive'
    const attachments = [{ contentType, contentUrl: null, content: card(letter) }]
    return sendRequest({ request: postJson(url, { type: 'message', attachments }) }, sending)
  },
})
