import { Webhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, beforeEach, expect, test } from 'vitest'
import {
  addRecord,
  alertHouse,
  alertTo,
  bodiesAt,
  gets,
  requestsAt,
  waitFor,
} from '../support/alerting.ts'

/** What webhooks get, and what comes of what they answer. */

const { owner, receiver, view, eventsNamed, stop } = await alertHouse()
afterAll(stop)

beforeEach(() => receiver.answerWith(() => ({ status: 200, body: 'thanks' })))

const everyRecord = ['--audit-event', 'record_add']

test('one recipient is off by itself, and the token of a webhook is told once', async () => {
  const body =
    '{"text": "#alert_name: #description", "by": "#username", "raw": #json, "left": "#general"}'
  const path = await alertTo(owner, receiver, {
    name: 'templated',
    flags: everyRecord,
    recipient: ['--http-body', body],
  })
  const quiet = ['--name', 'quiet', '--webhook', `${receiver.url}/quiet`]
  const { token } = await owner.ask<{ token: string }>(
    ...['audit-alert', 'recipient', 'templated', 'add', ...quiet],
  )
  expect(token).toMatch(/^[\w-]{22}$/)
  await owner.ask('audit-alert', 'recipient', 'templated', 'disable', 'quiet')
  await addRecord(owner, 'Told once')
  await gets(receiver, path, 1)
  expect(requestsAt(receiver, '/quiet')).toEqual([])
  expect(bodiesAt(receiver, path)).toMatchObject([
    {
      text: expect.stringMatching(/^templated: User owner@example.com/),
      by: 'owner@example.com',
      raw: { audit_event: 'record_add' },
      left: '#general',
    },
  ])
  expect(requestsAt(receiver, path)[0]?.headers.authorization).toMatch(/^Bearer [\w-]{22}$/)
  const shown = await owner.keepwatch('audit-alert', 'view', 'templated', '--format', 'json')
  expect(shown.stdout).not.toContain(token)
  await owner.ask('audit-alert', 'delete', 'templated', '--force')
})

test('a signature holds for the libraries of receivers, with the old key as well while it is changed', async () => {
  const [old, next] = ['a', 'b'].map(
    (letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`,
  )
  const path = await alertTo(owner, receiver, { name: 'signed', flags: everyRecord })
  const keys = ['--channel', 'webhook', '--set', `signing_keys=${next},${old}`]
  await owner.ask('audit-alert', 'recipient', 'signed', 'edit', 'hook', ...keys)
  await addRecord(owner, 'Signed')
  await gets(receiver, path, 1)
  const [request] = requestsAt(receiver, path)
  const headers = request?.headers as Record<string, string>
  for (const key of [old, next]) {
    expect(() => new Webhook(key ?? '').verify(request?.body ?? '', headers)).not.toThrow()
    expect(() => new SvixWebhook(key ?? '').verify(request?.body ?? '', headers)).not.toThrow()
  }
  const wrong = new Webhook(`whsec_${Buffer.from('c'.repeat(32)).toString('base64')}`)
  expect(() => wrong.verify(request?.body ?? '', headers)).toThrow()
  await owner.ask('audit-alert', 'delete', 'signed', '--force')
})

test('a receiver that fails gets the message again, under the same number, and stands in nobody’s way', async () => {
  const path = await alertTo(owner, receiver, { name: 'failing', flags: everyRecord })
  await owner.ask(
    ...[
      'audit-alert',
      'recipient',
      'failing',
      'add',
      '--name',
      'other',
      '--webhook',
      `${receiver.url}/other`,
    ],
  )
  receiver.answerWith((request) => {
    const isFirst = request.path === path && requestsAt(receiver, path).length === 1
    return { status: isFirst ? 503 : 200, body: 'later' }
  })
  await addRecord(owner, 'Twice')
  await gets(receiver, '/other', 1)
  await gets(receiver, path, 2)
  const ids = requestsAt(receiver, path).map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(1)
  await waitFor(async () => {
    const [delivery] = (
      await owner.ask<{ recipient: string; status: string; attempts: unknown[] }[]>(
        'audit-alert',
        'deliveries',
        'failing',
      )
    ).filter(({ recipient }) => recipient === 'hook')
    expect(delivery).toMatchObject({
      status: 'delivered',
      attempts: [{ status: 503, answer: 'later', latency_ms: expect.any(Number) }, { status: 200 }],
    })
  })
  await owner.ask('audit-alert', 'delete', 'failing', '--force')
})

test('a receiver that is gone gets no more, and that is on the record; the message can be sent again', async () => {
  const path = await alertTo(owner, receiver, { name: 'gone', flags: everyRecord })
  receiver.answerWith(() => ({ status: 410, body: 'gone' }))
  await addRecord(owner, 'Gone')
  await waitFor(async () =>
    expect((await view('gone')).recipients).toMatchObject([{ name: 'hook', disabled: true }]),
  )
  expect(await eventsNamed('audit_alert_recipient_gone')).toContainEqual(
    expect.objectContaining({ name: 'gone', recipient: 'hook' }),
  )
  receiver.answerWith(() => ({ status: 200 }))
  await owner.ask('audit-alert', 'recipient', 'gone', 'enable', 'hook')
  await owner.ask('audit-alert', 'deliveries', 'gone', '--resend')
  await gets(receiver, path, 2)
  await owner.ask('audit-alert', 'delete', 'gone', '--force')
})

test('a test shows the real answer, and fails when it did not arrive', async () => {
  await alertTo(owner, receiver, { name: 'tested', flags: everyRecord })
  receiver.answerWith(() => ({ status: 418, body: 'I am a\n  teapot' }))
  const refused = await owner.keepwatch('audit-alert', 'test', 'tested', '--format', 'json')
  expect(refused.code).toBe(1)
  expect(refused.json()).toMatchObject([{ arrived: false, status: 418, answer: 'I am a teapot' }])
  receiver.answerWith(() => ({ status: 204 }))
  expect(await owner.ask('audit-alert', 'test', 'tested')).toMatchObject([
    { arrived: true, status: 204 },
  ])
  expect(bodiesAt(receiver, '/tested').at(-1)).toMatchObject({ test: true })
  await owner.ask('audit-alert', 'delete', 'tested', '--force')
})

test('a redirect is not followed, and a forbidden address is refused', async () => {
  await alertTo(owner, receiver, { name: 'redirected', flags: everyRecord })
  receiver.answerWith(() => ({ status: 302, headers: { location: `${receiver.url}/elsewhere` } }))
  await owner.keepwatch('audit-alert', 'test', 'redirected')
  expect(requestsAt(receiver, '/elsewhere')).toEqual([])
  const inside = ['--name', 'inside', '--webhook', 'https://169.254.169.254/latest']
  await owner.ask('audit-alert', 'recipient', 'redirected', 'add', ...inside)
  const { stdout } = await owner.keepwatch(
    'audit-alert',
    'test',
    'redirected',
    'inside',
    '--format',
    'json',
  )
  expect(stdout).toContain('--allow-private-targets')
  await owner.ask('audit-alert', 'delete', 'redirected', '--force')
})
