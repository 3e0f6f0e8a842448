import { join } from 'node:path'
import type { KnownBlock } from '@slack/types'
import { beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadFamily } from '../../src/kernel/family.ts'
import type { Channel } from '../../src/outbound/channel.ts'
import type { SlackMessage } from '../../src/outbound/channels/slack.ts'
import { secretNames } from '../../src/outbound/sealed-settings.ts'
import { hostileTexts, noticeSaying } from '../support/hostile-notice.ts'
import { expectTeamsCard, hook, outboundPeers, shapeOf } from '../support/outbound-peers.ts'

/** What holds for every channel: it sends what its receiver can read, says why and where, and nothing breaks out. */

const folder = join(import.meta.dirname, '../../src/outbound/channels')
const channels = await loadFamily<Channel>(folder)

const peers = outboundPeers()

beforeEach(() => {
  peers().receiver.answerWith(() => ({ status: 200, body: '{"ok":true}' }))
  peers().mailbox.refuseWith(undefined)
})

/** Settings of each, for a receiver at `url`. A channel that is missing here fails. */
const settingsOf: Readonly<Record<string, (url: string) => Record<string, unknown>>> = {
  webhook: (url) => ({
    url,
    template: '{"text": "#alert_name #device_name", "all": #json, "why": "#why", "link": "#link"}',
  }),
  slack: hook,
  teams: hook,
  discord: hook,
  'google-chat': hook,
  mattermost: hook,
  pagerduty: (url) => ({ url, routing_key: 'r'.repeat(32) }),
  opsgenie: (url) => ({ url, api_key: 'hush' }),
  jira: (url) => ({ url, email: 'bot@example.com', api_token: 'hush', project: 'SEC' }),
  servicenow: (url) => ({ url, user: 'bot', password: 'hush' }),
  telegram: (url) => ({ url, token: `123:${'a'.repeat(35)}`, chat_id: '-1001' }),
  email: () => ({ to: 'ops@example.com' }),
  sms: () => ({ to: '+491711234567' }),
}

async function sent(channel: Channel, text: string) {
  const settings = channel.settings.parse(settingsOf[channel.name]?.(peers().receiver.url))
  const signal = AbortSignal.timeout(10_000)
  const outcome = await channel.send(noticeSaying(text), settings as never, {
    tools: peers().tools,
    signal,
  })
  return { outcome, request: peers().receiver.received.at(-1), mail: peers().mailbox.mails.at(-1) }
}

/** Every text in a JSON value. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

const pagerdutyEvent = z.strictObject({
  routing_key: z.string().length(32),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().max(255),
  client: z.string(),
  client_url: z.url(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string() })),
  payload: z.strictObject({
    summary: z.string().min(1).max(1_024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: z.iso.datetime(),
    class: z.string(),
    custom_details: z.record(z.string(), z.string()),
  }),
})

/** The compiler says whether these are blocks of Slack. */
const blocksOf = (message: SlackMessage): readonly KnownBlock[] => message.blocks

type Json = Record<string, never>

/** What the receiver itself demands of a body. */
const demands: Readonly<Record<string, (body: Json) => void>> = {
  slack(body) {
    const message = body as unknown as SlackMessage
    expect(message.text).not.toMatch(/<[!@#h]/)
    for (const block of blocksOf(message)) expect(JSON.stringify(block)).not.toContain('mrkdwn')
    const [header] = message.blocks.flatMap((block) => ('text' in block ? [block.text] : []))
    expect(header?.text.length).toBeLessThanOrEqual(150)
  },
  teams: expectTeamsCard,
  discord(body) {
    expect(body).toMatchObject({ allowed_mentions: { parse: [] } })
    const [embed] = (
      body as unknown as { embeds: { title: string; fields: { value: string }[] }[] }
    ).embeds
    expect(embed?.title.length).toBeLessThanOrEqual(256)
    expect(JSON.stringify(embed).length).toBeLessThan(12_000)
    expect(textsOf(embed).join('').length).toBeLessThan(6_000)
    for (const { value } of embed?.fields ?? []) expect(value.length).toBeLessThanOrEqual(1_024)
  },
  'google-chat'(body) {
    for (const text of textsOf(body)) expect(text).not.toMatch(/<[a-z/!]/i)
    expect(body['text']).toBeUndefined()
  },
  mattermost(body) {
    for (const text of textsOf(body)) expect(text).not.toMatch(/@(channel|here|all|everyone)/)
  },
  pagerduty: (body) => void pagerdutyEvent.parse(body),
  opsgenie(body) {
    expect(String(body['message']).length).toBeLessThanOrEqual(130)
    expect(String(body['description']).length).toBeLessThanOrEqual(15_000)
  },
  jira(body) {
    const { summary } = (body as unknown as { fields: { summary: string } }).fields
    expect(summary.length).toBeLessThanOrEqual(255)
    expect(summary).not.toMatch(/[\r\n]/)
  },
  servicenow: (body) => expect(String(body['short_description']).length).toBeLessThanOrEqual(160),
  telegram(body) {
    expect(body['parse_mode']).toBeUndefined()
    expect(String(body['text']).length).toBeLessThanOrEqual(4_096)
  },
}

/** What Markdown and its like would make of a text, undone. */
const unescaped = (text: string) =>
  text.replaceAll(/\\(?=[^A-Za-z0-9\s])/g, '').replaceAll('\u200b', '')

/** The texts that a receiver would show. */
function shown({ request, mail }: Awaited<ReturnType<typeof sent>>, name: string): string {
  if (name === 'email') return (mail?.source ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
  if (name === 'sms') return new URLSearchParams(request?.body).get('Body') ?? ''
  return unescaped(textsOf(JSON.parse(request?.body ?? '')).join('\n'))
}

describe.each([...channels.values()])('$name', (channel) => {
  const { name } = channel

  test('is a file of its name, with a title and a sample here', () => {
    expect(settingsOf[name]).toBeDefined()
    expect(channel.title).toMatch(/^[A-Z]/)
    const schema = z.toJSONSchema(channel.settings, { io: 'input', unrepresentable: 'any' })
    for (const property of Object.values(schema.properties ?? {}))
      expect((property as { title?: string }).title).toMatch(/\w/)
  })

  test('never shows a secret: not in its answer, not in whom it tells', async () => {
    const settings = channel.settings.parse(settingsOf[name]?.(peers().receiver.url)) as Record<
      string,
      string
    >
    const whom = channel.whom(settings as never)
    for (const secret of secretNames(channel.settings))
      expect(whom).not.toContain(settings[secret] ?? '\0')
    expect(whom).not.toContain('hush')
  })

  test.each(hostileTexts.map((text) => [text.slice(0, 24), text]))(
    'sends %j as text and nothing else',
    async (_, text) => {
      const plain = await sent(channel, 'plain')
      const hostile = await sent(channel, text)
      expect(hostile.outcome.kind).toBe('taken')
      if (name === 'email' || name === 'sms') return
      const [before, after] = [plain, hostile].map(
        ({ request }) => JSON.parse(request?.body ?? '') as Json,
      )
      expect(shapeOf(after)).toEqual(shapeOf(before))
      demands[name]?.(after as Json)
    },
  )

  test('says why it fired and where the event is', async () => {
    const text = shown(await sent(channel, 'plain'), name)
    expect(text).toContain('https://vault.example.com/events/1042')
    if (name !== 'sms')
      expect(text).toContain('The alert looks at events with event:app_client_access')
  })

  test('gives the real answer, and tries again what may be mended', async () => {
    if (name === 'email') return
    peers().receiver.answerWith(() => ({
      status: 503,
      body: 'come\nback',
      headers: { 'retry-after': '7' },
    }))
    expect((await sent(channel, 'plain')).outcome).toEqual({
      kind: 'again',
      status: 503,
      answer: 'come back',
      afterMs: 7_000,
    })
    peers().receiver.answerWith(() => ({ status: 302, headers: { location: '/elsewhere' } }))
    expect((await sent(channel, 'plain')).outcome).toMatchObject({ kind: 'again', status: 302 })
  })
})

describe('email', () => {
  const email = channels.get('email') as Channel

  test.each(hostileTexts.map((text) => [text.slice(0, 24), text]))(
    '%j stays in its header and its body',
    async (_, text) => {
      const { mail } = await sent(email, text)
      expect(mail?.to).toEqual(['ops@example.com'])
      const head = (mail?.source ?? '').split('\r\n\r\n')[0] ?? ''
      const names = head.split(/\r\n(?=\S)/).map((line) => line.split(':')[0]?.toLowerCase())
      expect(names).not.toContain('bcc')
      expect(names.filter((name) => name === 'subject')).toHaveLength(1)
      expect(head).toMatch(/^Auto-Submitted: auto-generated/m)
      const html = (mail?.source ?? '').split('Content-Type: text/html')[1]
      expect(html).toContain('<h2>')
      expect(html).not.toMatch(/<script>|<img/)
    },
  )

  test('says what the mail server said when it refuses', async () => {
    peers().mailbox.refuseWith(550)
    expect((await sent(email, 'plain')).outcome).toMatchObject({
      kind: 'again',
      status: 550,
      answer: expect.stringContaining('no such mailbox'),
    })
  })

  test('says who must do what when there is no mail server', async () => {
    const { mail: _, ...without } = peers().tools
    const on = { tools: without, signal: AbortSignal.timeout(1_000) }
    await expect(
      email.send(noticeSaying('x'), { to: 'a@example.com' } as never, on),
    ).rejects.toThrow('KEEPWATCH_SMTP_URL')
  })
})
