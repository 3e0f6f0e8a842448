import { join } from 'node:path'
import type { KnownBlock } from '@slack/types'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadFamily } from '../../src/kernel/family.ts'
import { secretNames } from '../../src/outbound/sealed-settings.ts'
import type { ReportLetter } from '../../src/reports/report-letter.ts'
import type { ReportWay } from '../../src/reports/report-way.ts'
import { watchedDocument } from '../../src/reports/schedule/summary.ts'
import type { SlackReport } from '../../src/reports/ways/slack.ts'
import { hostileTexts } from '../support/hostile-notice.ts'
import { expectTeamsCard, hook, outboundPeers, shapeOf } from '../support/outbound-peers.ts'

/** What holds for every way to send a report: its receiver can read it, nothing breaks out, and no secret is shown. */

const ways = await loadFamily<ReportWay>(join(import.meta.dirname, '../../src/reports/ways'))

const peers = outboundPeers()

beforeEach(() => peers().receiver.answerWith(() => ({ status: 200 })))

/** Settings of each, for a receiver at `url`. A way that is missing here fails. */
const settingsOf: Readonly<Record<string, (url: string) => Record<string, unknown>>> = {
  email: () => ({ to: 'ops@example.com, ciso@example.com,ops@example.com' }),
  slack: hook,
  teams: hook,
  s3: (endpoint) => ({
    ...{ endpoint, bucket: 'reports', region: 'eu-central-1' },
    ...{ access_key_id: 'AKIA1', secret_access_key: 'hush' },
  }),
}

/** A letter whose every text is that text, with its summary made as that of a real report. */
async function letterSaying(text: string, bytes = Buffer.from('a,b\r\n')): Promise<ReportLetter> {
  const rows = Array.from({ length: 30 }, (_, n) => [text, text, n])
  const watched = watchedDocument({ columns: ['device_name', 'username', 'occurrences'], rows })
  for await (const _ of watched.document.rows);
  return {
    ...(await watched.summary()),
    ...{ message_uid: 'mBq0Yk1vTzWm2nQx8sLr4A.1.1', schedule: text, report: text, title: text },
    about: `It was due at 2026-11-23T08:00:00Z (${text}).`,
    file: { name: 'weekly-1.csv', mediaType: 'text/csv', bytes, digest: 'd'.repeat(64) },
    places: [`The file is at s3://reports/weekly-1.csv.`, text],
    link: 'https://vault.example.com/api/v1/reports/schedules/weekly/runs/1/file',
  }
}

async function sent(way: ReportWay, letter: ReportLetter) {
  const settings = way.settings.parse(settingsOf[way.name]?.(peers().receiver.url)) as never
  const [recipient = ''] = way.recipients(settings)
  const signal = AbortSignal.timeout(10_000)
  const outcome = await way.send(letter, { settings, recipient }, { tools: peers().tools, signal })
  return { outcome, request: peers().receiver.received.at(-1), mail: peers().mailbox.mails.at(-1) }
}

/** The compiler says whether these are blocks of Slack. */
const blocksOf = (message: SlackReport): readonly KnownBlock[] => message.blocks

/** What the receiver itself demands of a body. */
const demands: Readonly<Record<string, (body: unknown) => void>> = {
  slack(body) {
    const message = body as SlackReport
    expect(message.text).not.toMatch(/<[!@#h]/)
    for (const block of blocksOf(message)) expect(JSON.stringify(block)).not.toContain('mrkdwn')
    const table = message.blocks.find(({ type }) => type === 'rich_text')
    expect(JSON.stringify(table)).toContain('occurrences')
  },
  teams: expectTeamsCard,
}

describe.each([...ways.values()])('$name', (way) => {
  const { name } = way

  test('is a file of its name, with a title and a sample here', () => {
    expect(settingsOf[name]).toBeDefined()
    expect(way.title).toMatch(/^[A-Z]/)
    const schema = z.toJSONSchema(way.settings, { io: 'input', unrepresentable: 'any' })
    for (const property of Object.values(schema.properties ?? {}))
      expect((property as { title?: string }).title).toMatch(/\w/)
  })

  test('never shows a secret: not in whom it is for, not in where the file is', () => {
    const settings = way.settings.parse(settingsOf[name]?.(peers().receiver.url)) as Record<
      string,
      string
    >
    const told = [...way.recipients(settings as never), way.placeOf?.(settings as never, 'a.csv')]
    for (const secret of secretNames(way.settings))
      expect(told.join(' ')).not.toContain(settings[secret] ?? '\0')
    expect(told.join(' ')).not.toContain('hush')
  })

  test.each(hostileTexts.map((text) => [text.slice(0, 24), text]))(
    'sends %j as text and nothing else',
    async (_, text) => {
      const plain = await sent(way, await letterSaying('plain'))
      const hostile = await sent(way, await letterSaying(text))
      expect(hostile.outcome.kind).toBe('taken')
      if (!demands[name]) return
      const [before, after] = [plain, hostile].map(({ request }) => JSON.parse(request?.body ?? ''))
      expect(shapeOf(after)).toEqual(shapeOf(before))
      demands[name](after)
    },
  )

  test('tries again what may be mended, and is told what its receiver said', async () => {
    if (name === 'email') return
    peers().receiver.answerWith(() => ({
      status: 503,
      body: 'come\nback',
      headers: { 'retry-after': '7' },
    }))
    expect((await sent(way, await letterSaying('plain'))).outcome).toEqual({
      ...{ kind: 'again', status: 503, answer: 'come back', afterMs: 7_000 },
    })
  })
})

describe('email', () => {
  const email = ways.get('email') as ReportWay

  test('each address gets a mail of its own, once', () => {
    const settings = email.settings.parse(settingsOf['email']?.('')) as never
    expect(email.recipients(settings)).toEqual(['ops@example.com', 'ciso@example.com'])
  })

  test.each(hostileTexts.map((text) => [text.slice(0, 24), text]))(
    '%j stays in its header and its body',
    async (_, text) => {
      const { mail } = await sent(email, await letterSaying(text))
      expect(mail?.to).toEqual(['ops@example.com'])
      const head = (mail?.source ?? '').split('\r\n\r\n')[0] ?? ''
      const names = head.split(/\r\n(?=\S)/).map((line) => line.split(':')[0]?.toLowerCase())
      expect(names).not.toContain('bcc')
      expect(names.filter((one) => one === 'subject')).toHaveLength(1)
      expect(head).toContain('Message-ID: <mBq0Yk1vTzWm2nQx8sLr4A.1.1@example.com>')
      const html = (mail?.source ?? '').split('Content-Type: text/html')[1]
      expect(html).not.toMatch(/<script>|<img/)
    },
  )

  test('a file that is too large for a mail is named and not attached', async () => {
    const { mail } = await sent(email, await letterSaying('plain', Buffer.alloc(10_000_001)))
    expect(mail?.source).toContain('The file is too large for a mail.')
    expect(mail?.source).not.toContain('attachment')
  })
})

describe('s3', () => {
  const s3 = ways.get('s3') as ReportWay

  test('what is there already has arrived: an attempt before this one put it there', async () => {
    peers().receiver.answerWith(() => ({ status: 412 }))
    const { outcome } = await sent(s3, await letterSaying('plain'))
    expect(outcome).toEqual({ kind: 'taken', status: 412, answer: 'it was there already' })
  })

  test('a proxy that says yes to everything has stored nothing', async () => {
    peers().receiver.answerWith(() => ({ status: 200, body: '<html>please sign in</html>' }))
    expect((await sent(s3, await letterSaying('plain'))).outcome.kind).toBe('again')
  })
})
