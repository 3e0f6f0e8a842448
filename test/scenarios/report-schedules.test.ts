import { afterAll, beforeAll, expect, test } from 'vitest'
import { schedulingHouse } from '../support/scheduling.ts'

/** Schedules as people keep them: who sees them, what stays when they change, and what goes with a person who is forgotten. */

const day = 86_400_000

const house = await schedulingHouse('2026-03-22T12:00:00Z')
const { owner, auditor, schedule, history, eventsNamed, reaches, now, pass } = house

beforeAll(async () => {
  const mail = ['--email', 'ops@example.com']
  await schedule('add', 'weekly', ...byDevice, '--cron', '0 7 * * MON', ...mail)
  await schedule('run', 'weekly')
  await reaches('weekly', 1, 'sent')
  const chat = ['--slack', `${house.receiver.url}/chat`]
  await schedule('add', 'patient', ...byDevice, '--cron', '@yearly', ...chat)
})

afterAll(() => house.stop())

const byDevice = ['--report', 'access-by-device', '--created', 'last_7_days']

test('paused it sends nothing, and goes on with the next time that it is due', async () => {
  await schedule('add', 'resting', ...byDevice, '--cron', '0 4 * * *', '--email', 'ops@example.com')
  await schedule('pause', 'resting')
  expect(await schedule('show', 'resting')).toMatchObject({ status: 'paused', next: null })
  pass(3 * day)
  await schedule('resume', 'resting')
  const { next } = await schedule('show', 'resting')
  expect(Date.parse(String(next)) - now()).toBeGreaterThan(0)
  expect(await history('resting')).toEqual([])
})

test('a private one is its owner’s alone; another’s is seen by auditors, and changed by those who may change what leaves', async () => {
  await owner.ask('audit-report', '--event-type', 'login', '--save', 'Mine', '--private')
  const email = ['--cron', '@daily', '--email', 'ops@example.com']
  await schedule('add', 'secretly', '--report', 'Mine', ...email)
  await schedule('run', 'secretly')
  await reaches('secretly', 1, 'sent')
  const asAuditor = (...argv: readonly string[]) => auditor.keepwatch('report-schedule', ...argv)
  const { stdout } = await asAuditor('list', '--format', 'json')
  const names = (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)
  expect(names).toContain('weekly')
  expect(names).not.toContain('secretly')
  expect((await asAuditor('file', 'secretly', '1')).code).toBe(1)
  expect(await asAuditor('file', 'weekly', '1')).toMatchObject({ code: 0 })
  expect(await asAuditor('remove', 'weekly')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('somebody else'),
  })
  await auditor.ask('report-schedule', 'add', 'hers', '--report', 'denied', ...email)
  expect(await schedule('pause', 'hers')).toMatchObject({ name: 'hers' })
})

test('a report that is no longer there fails in a sentence, and the schedule is paused', async () => {
  await owner.ask('audit-report', '--event-type', 'login', '--save', 'Short-lived')
  const email = ['--email', 'ops@example.com']
  await schedule('add', 'orphan', '--report', 'Short-lived', '--cron', '@daily', ...email)
  await owner.keepwatch('audit-report', '--remove-report', 'Short-lived')
  await schedule('run', 'orphan')
  await reaches('orphan', 1, 'failed')
  expect((await history('orphan'))[0]?.trouble).toBe('there is no saved report Short-lived')
  expect(await schedule('show', 'orphan')).toMatchObject({ status: 'paused' })
  expect(await eventsNamed('scheduled_report_failed', 'orphan')).toHaveLength(1)
  expect(await eventsNamed('report_schedule_paused', 'orphan')).toHaveLength(1)
})

test('what changes is told by name, and secrets that are not named stay', async () => {
  await schedule('edit', 'patient', '--cron', '0 5 * * *', '--email', 'new@example.com')
  expect(await schedule('show', 'patient')).toMatchObject({
    cron: '0 5 * * *',
    ways: [
      { channel: 'slack', settings: { url: '••••' } },
      { channel: 'email', settings: { to: 'new@example.com' } },
    ],
  })
  await schedule('run', 'patient')
  await reaches('patient', 1, 'sent')
  await schedule('edit', 'patient', '--not', 'slack')
  const told = await eventsNamed('report_schedule_modified', 'patient')
  expect(told.map(({ detail }) => detail)).toEqual(['cron, email', 'no slack'])
})

test('the files that name a person go when the person is forgotten, and nobody can be forgotten who still gets reports', async () => {
  const forget = (email: string) => owner.keepwatch('user', 'forget', email)
  expect(await forget('new@example.com')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('report schedule patient still sends'),
  })
  await schedule('add', 'lost', ...byDevice, '--cron', '@yearly', '--email', 'gone@example.com')
  await schedule('run', 'lost')
  await reaches('lost', 1, 'sent')
  await owner.ask('audit-report', '--limit', '-1', '--save', 'Everything')
  await schedule(
    ...['add', 'all', '--report', 'Everything', '--cron', '@yearly', '--email', 'ops@example.com'],
  )
  await schedule('run', 'all')
  await reaches('all', 1, 'sent')
  const file = await owner.keepwatch('report-schedule', 'file', 'all', '1')
  expect(file.stdout).toContain('gone@example.com')
  await schedule('remove', 'lost')
  expect((await forget('gone@example.com')).code).toBe(0)
  expect((await history('all'))[0]).toMatchObject({ file_kept: false })
  expect((await history('weekly'))[0]).toMatchObject({ file_kept: true })
  expect(await owner.keepwatch('report-schedule', 'file', 'all', '1')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no longer kept'),
  })
})

test.each([
  [['--cron', 'soon'], 'cron: cannot be read'],
  [['--cron', '0 0 30 2 *'], 'never comes true'],
  [['--timezone', 'Mars/Olympus'], 'IANA time zone'],
  [['--report', 'none'], 'no saved report none'],
  [['--email', 'nobody'], 'must be addresses'],
  [['--slack', 'ftp://x'], 'must be https'],
  [['--created', 'soon'], '"soon"'],
])('%j is refused, and nothing is made', async (flags, sentence) => {
  const good = ['--report', 'denied', '--cron', '@daily', '--email', 'ops@example.com']
  const { code, stderr } = await owner.keepwatch('report-schedule', 'add', 'bad', ...good, ...flags)
  expect(stderr).toContain(sentence)
  expect(code).not.toBe(0)
  expect((await owner.keepwatch('report-schedule', 'show', 'bad')).code).toBe(1)
})
