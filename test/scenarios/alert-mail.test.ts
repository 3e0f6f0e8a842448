import { afterAll, beforeAll, expect, test } from 'vitest'
import { addRecord, requestsAt, waitFor } from '../support/alerting.ts'
import { type CommandLine, ownerOf } from '../support/keepwatch.ts'
import { type Mailbox, openMailbox } from '../support/mailbox.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** Keeper's recipients: an address, a number, and whoever caused the event; and a channel of our own. */

let server: TestServer
let owner: CommandLine
let receiver: Receiver
let mailbox: Mailbox

beforeAll(async () => {
  mailbox = await openMailbox()
  receiver = await startReceiver()
  server = await startServer({
    flags: {
      allowPrivateTargets: '127.0.0.1/32',
      smtpUrl: mailbox.url,
      smtpFrom: 'keepwatch@example.com',
      smsUrl: receiver.url.replace('http://', 'http://AC1:hush@'),
      smsFrom: '+15550001',
    },
  })
  owner = await ownerOf(server)
  await owner.ask('audit-alert', 'add', '--name', 'records', '--audit-event', 'record_add')
})

afterAll(async () => {
  await owner.remove()
  await server.stop()
  await receiver.stop()
  await mailbox.stop()
})

const recipient = (...flags: readonly string[]) =>
  owner.ask<Record<string, unknown>>('audit-alert', 'recipient', 'records', ...flags)

test('mail and a text message reach one recipient, and whoever did it is told by mail', async () => {
  const both = ['--email', 'ops@example.com', '--phone', '+49 171 1234567']
  await recipient('add', '--name', 'ops', ...both)
  await recipient('enable', '*')
  await addRecord(owner, 'Told')
  await waitFor(() => expect(mailbox.mails).toHaveLength(2))
  expect(mailbox.mails.flatMap(({ to }) => to).sort()).toEqual([
    'ops@example.com',
    'owner@example.com',
  ])
  expect(mailbox.mails[0]?.source).toContain('Subject: [Warning] records: User owner@example.com')
  const path = '/2010-04-01/Accounts/AC1/Messages.json'
  await waitFor(() => expect(requestsAt(receiver, path)).toHaveLength(1))
  const [request] = requestsAt(receiver, path)
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toMatchObject({
    To: '+491711234567',
    From: '+15550001',
    Body: expect.stringContaining(`https://${server.hostname}/events/`),
  })
  expect(request?.headers.authorization).toBe(`Basic ${btoa('AC1:hush')}`)
})

test('an empty text takes a way away, and a recipient without any is refused', async () => {
  await recipient('edit', 'ops', '--phone', '')
  const shown = await owner.ask<{ recipients: { name: string; ways: object[] }[] }>(
    ...['audit-alert', 'view', 'records'],
  )
  expect(shown.recipients.find(({ name }) => name === 'ops')?.ways).toEqual([
    { channel: 'email', settings: { to: 'ops@example.com' } },
  ])
  const { code, stderr } = await owner.keepwatch(
    ...['audit-alert', 'recipient', 'records', 'edit', 'ops', '--email', ''],
  )
  expect({ code, stderr }).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('needs a way'),
  })
})

test('the address of a chat’s webhook is a secret: it is used and never shown', async () => {
  const url = `${receiver.url}/chat?sig=hush-hush`
  await recipient('add', '--name', 'chat', '--channel', 'slack', '--set', `url=${url}`)
  await addRecord(owner, 'Chatted')
  await waitFor(() => expect(requestsAt(receiver, '/chat?sig=hush-hush')).toHaveLength(1))
  const [request] = requestsAt(receiver, '/chat?sig=hush-hush')
  expect(JSON.parse(request?.body ?? '')).toMatchObject({
    blocks: [{ type: 'header' }, {}, {}, {}, {}],
  })
  const { stdout } = await owner.keepwatch('audit-alert', 'view', 'records', '--format', 'json')
  expect(stdout).not.toContain('hush-hush')
  expect(JSON.stringify(await server.events())).not.toContain('hush-hush')
})
