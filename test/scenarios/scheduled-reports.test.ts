import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { waitFor } from '../support/alerting.ts'
import { schedulingHouse } from '../support/scheduling.ts'

/** A report is sent by the clock of a zone: who gets it, and what happens when nobody takes it or nobody is there. */

const [minute, hour] = [60_000, 3_600_000]

/** A Sunday; on the next one, 29 March, Berlin's clocks go from two to three. */
const house = await schedulingHouse('2026-03-22T12:00:00Z')
const { owner, server, mailbox, receiver, schedule, history, eventsNamed, reaches, setNow, pass } =
  house

afterAll(() => house.stop())

beforeEach(() => {
  receiver.answerWith(() => ({ status: 200 }))
  mailbox.refuseWith(undefined)
})

const byDevice = ['--report', 'access-by-device', '--created', 'last_7_days']

test('a ready-made report is due at seven in Berlin, is sent by mail with its file, and is on the record', async () => {
  const made = await schedule(
    ...['add', 'weekly', ...byDevice, '--cron', '0 7 * * MON', '--timezone', 'Europe/Berlin'],
    ...['--email', 'ops@example.com', '--email', 'ciso@example.com'],
  )
  expect(made).toMatchObject({ status: 'live', next: '2026-03-23T06:00:00.000Z' })

  setNow('2026-03-23T06:00:10Z')
  await reaches('weekly', 1, 'sent')
  expect(mailbox.mails.flatMap(({ to }) => to).sort()).toEqual([
    'ciso@example.com',
    'ops@example.com',
  ])
  const { source = '' } = mailbox.mails[0] ?? {}
  expect(source).toContain('Subject: Report weekly: ')
  expect(source).toContain('filename=weekly-2026-03-23T0600Z-1.csv')
  expect(source).toMatch(/Rows: 3/)

  const [run] = await history('weekly')
  const file = join(owner.home, 'weekly.csv')
  await owner.keepwatch('report-schedule', 'file', 'weekly', '1', '--output', file)
  const printed = await readFile(file)
  expect(createHash('sha256').update(printed).digest('hex')).toBe(run?.digest)
  expect(printed.toString()).toContain("'=cmd|calc")
  const attached = /csv\r\n(?:.+\r\n)*\r\n([A-Za-z0-9+/=\r\n]+)\r\n--/.exec(source)?.[1] ?? ''
  expect(Buffer.from(attached, 'base64').toString()).toBe(printed.toString())

  const [ran] = await eventsNamed('scheduled_report_run', 'weekly')
  expect(ran).toMatchObject({ username: 'owner@example.com', report: 'access-by-device', run: 1 })
  const sent = await eventsNamed('scheduled_report_sent', 'weekly')
  expect(sent.map(({ recipient }) => recipient).sort()).toEqual([
    ...['ciso@example.com', 'ops@example.com'],
  ])
  expect(sent[0]).toMatchObject({ channel: 'email', rows: 3, digest: run?.digest })
  expect(await eventsNamed('scheduled_report_downloaded', 'weekly')).toHaveLength(1)
})

test('it prints what audit-report prints', async () => {
  const last = ['--created', '>= 2026-03-16', '--limit', '-1']
  const saved = ['--report-type', 'day', '--columns', 'device_name', '--timezone', 'Europe/Berlin']
  const save = [
    ...saved,
    '--event-type',
    'app_client_access',
    '--save',
    'Reads a day',
    'not:laptop',
  ]
  await owner.ask('audit-report', ...save)
  for (const form of ['csv', 'json', 'ndjson']) {
    const name = `as ${form}`
    await schedule(
      ...['add', name, '--report', 'Reads a day', ...last, '--cron', '@yearly'],
      ...['--file-format', form, '--email', 'ops@example.com'],
    )
    await schedule('run', name)
    await reaches(name, 1, 'sent')
    const again = ['audit-report', '--run', 'Reads a day', ...last, '--format', form]
    const printed = await owner.keepwatch(...again)
    const kept = await owner.keepwatch('report-schedule', 'file', name, '1')
    expect(kept.stdout).toBe(printed.stdout)
    expect(kept.stdout).toContain('runner-1')
  }
  await schedule(
    ...['add', 'paper', '--report', 'Reads a day', ...last, '--cron', '@yearly'],
    ...['--file-format', 'pdf', '--email', 'ops@example.com'],
  )
  await schedule('run', 'paper')
  await reaches('paper', 1, 'sent')
  const paper = await owner.keepwatch('report-schedule', 'file', 'paper', '1')
  expect(paper.stdout).toMatch(/^%PDF-/)
})

test('as fields it has the columns that have something, and none for titles, which the server cannot know', async () => {
  const save = ['--report-format', 'fields', '--event-type', 'record_add', '--save', 'New records']
  await owner.ask('record', 'add', '--title', 'Hush', '--type', 'login')
  await owner.ask('audit-report', ...save)
  await schedule(
    ...['add', 'records', '--report', 'New records', '--cron', '@yearly'],
    ...['--email', 'ops@example.com'],
  )
  await schedule('run', 'records')
  await reaches('records', 1, 'sent')
  const { stdout } = await owner.keepwatch('report-schedule', 'file', 'records', '1')
  expect(stdout.split('\r\n')[0]).toBe(
    'created,audit_event_type,username,ip_address,keeper_version,geo_location,record_uid',
  )
  expect(stdout).not.toContain('Hush')
})

test('Slack, Teams and a bucket get it: a message with the figures, the first rows and where the file is', async () => {
  const [slackUrl, teamsUrl] = [
    `${receiver.url}/slack?sig=hush-1`,
    `${receiver.url}/teams?sig=hush-2`,
  ]
  const secretFile = join(owner.home, 's3-key')
  await writeFile(secretFile, 'hush-3\n')
  await schedule(
    ...[
      'add',
      'chat',
      ...byDevice,
      '--cron',
      '0 9 * * *',
      '--slack',
      slackUrl,
      '--teams',
      teamsUrl,
    ],
    ...[
      '--s3',
      `endpoint=${receiver.url}`,
      '--s3',
      'bucket=reports',
      '--s3',
      'region=eu-central-1',
    ],
    ...['--s3', 'access_key_id=AKIA1', '--s3', `secret_access_key=@${secretFile}`],
  )
  setNow('2026-03-23T09:00:05Z')
  await reaches('chat', 1, 'sent')
  const at = (path: string) => receiver.received.filter((one) => one.path.startsWith(path))

  const [slack] = at('/slack').map(({ body }) => JSON.parse(body))
  expect(slack.blocks.map(({ type }: { type: string }) => type)).toEqual([
    ...['header', 'section', 'section', 'rich_text', 'context', 'actions'],
  ])
  expect(JSON.stringify(slack)).toContain('s3://reports/keepwatch/chat-2026-03-23T0900Z-1.csv')
  expect(slack.blocks[3].elements[0].elements[0].text).toMatch(/device_name.*\n-+.*\n.*runner-1/)

  const [teams] = at('/teams').map(({ body }) => JSON.parse(body))
  expect(teams.attachments[0].content.type).toBe('AdaptiveCard')
  expect(JSON.stringify(teams)).toContain('runner-1')

  const [object] = at('/reports/')
  expect(object).toMatchObject({
    method: 'PUT',
    path: '/reports/keepwatch/chat-2026-03-23T0900Z-1.csv',
    headers: expect.objectContaining({ 'if-none-match': '*', 'content-type': 'text/csv' }),
  })
  const [run] = await history('chat')
  expect(
    createHash('sha256')
      .update(object?.bytes ?? '')
      .digest('hex'),
  ).toBe(run?.digest)

  const { stdout } = await owner.keepwatch('report-schedule', 'show', 'chat', '--format', 'json')
  const told = stdout + JSON.stringify(await server.events())
  expect(told).not.toMatch(/hush-\d/)
  for (const file of await readdir(server.folder, { recursive: true, withFileTypes: true }))
    if (file.isFile())
      expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toMatch(/hush-\d/)
})

test('a receiver that is down is tried again, and the report arrives when it is back', async () => {
  receiver.answerWith(() => ({ status: 503 }))
  await schedule(
    'add',
    'patient',
    ...byDevice,
    '--cron',
    '@yearly',
    '--slack',
    `${receiver.url}/late`,
  )
  await schedule('run', 'patient')
  await reaches('patient', 1, 'retrying')
  receiver.answerWith(() => ({ status: 200 }))
  pass(minute + 1_000)
  await reaches('patient', 1, 'sent')
  const [run] = await history('patient')
  expect(run?.deliveries).toEqual([expect.objectContaining({ status: 'sent', attempts: 2 })])
})

test('one that stays down is given up with an event, and the others have it all the same', async () => {
  mailbox.refuseWith(550)
  await schedule(
    ...['add', 'lost', ...byDevice, '--cron', '@yearly', '--email', 'gone@example.com'],
    ...['--slack', `${receiver.url}/there`],
  )
  await schedule('run', 'lost')
  for (const [attempts, wait] of [1, 5, 15, 60, 180].entries()) {
    await waitFor(async () => {
      const [run] = await history('lost')
      expect(run?.deliveries[0]).toMatchObject({ attempts: attempts + 1, status: 'waiting' })
      expect(run?.deliveries[0]?.answer).toContain('550')
    })
    pass(wait * minute + 1_000)
  }
  await reaches('lost', 1, 'failed')
  const [run] = await history('lost')
  expect(run?.trouble).toContain('email: 550')
  expect(run?.deliveries.map(({ status }) => status)).toEqual(['failed', 'sent'])
  expect(await eventsNamed('scheduled_report_failed', 'lost')).toEqual([
    expect.objectContaining({
      ...{ outcome: 'failure', recipient: 'gone@example.com', channel: 'email' },
      detail: 'the receiver answered 550, after 6 attempts',
    }),
  ])
})

test('what was missed while no server ran is made up for by one run that says so', async () => {
  await schedule('add', 'hourly', ...byDevice, '--cron', '@hourly', '--email', 'ops@example.com')
  const { next } = await schedule('show', 'hourly')
  const before = mailbox.mails.length
  await server.restart()
  setNow(String(next))
  pass(5 * hour + 10 * minute)
  await reaches('hourly', 1, 'sent')
  expect((await history('hourly'))[0]).toMatchObject({ due: next, cause: 'missed', missed: 5 })
  const [ran] = await eventsNamed('scheduled_report_run', 'hourly')
  expect(ran).toMatchObject({ missed: 5 })
  expect(ran?.['detail']).toContain('this one run makes up for it')
  const mail = mailbox.mails.slice(before).find(({ source }) => source.includes('Report hourly'))
  expect(mail?.source.replaceAll('=\r\n', '')).toContain('5 more runs were missed.')
  await schedule('remove', 'hourly')
})

test('half past two is sent at three when the clock jumps over it, and on the day after at half past two', async () => {
  setNow('2026-03-28T12:00:00Z')
  const made = await schedule(
    ...['add', 'night', ...byDevice, '--cron', '30 2 * * *', '--timezone', 'Europe/Berlin'],
    ...['--email', 'ops@example.com'],
  )
  expect(made.next).toBe('2026-03-29T01:00:00.000Z')
  setNow('2026-03-29T01:00:01Z')
  await reaches('night', 1, 'sent')
  expect(await schedule('show', 'night')).toMatchObject({ next: '2026-03-30T00:30:00.000Z' })
  await schedule('remove', 'night')
})
