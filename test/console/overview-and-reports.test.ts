import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberOf } from '../support/keepwatch.ts'
import { startReceiver } from '../support/receiver.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** What is to be seen at a glance, and the ready-made reports, in a browser. */

const reads = 3

const { server, owner, browser, window, page, stop } = await openConsole({
  flags: { allowPrivateTargets: '127.0.0.1/32' },
})
const receiver = await startReceiver()

beforeAll(async () => {
  const device = await watchedDevice(server, owner, 'runner')
  for (let at = 0; at < reads; at++) await device.read()
  await owner.ask('sm', 'client', 'add', '--app', device.app_uid, '--name', 'forgotten')
  await page.goto('/')
  await logIn(page)
  await tile('Reads of secrets').waitFor()
})

afterAll(async () => {
  await stop()
  await receiver.stop()
})

const tile = (label: string): Locator => page.getByRole('listitem').filter({ hasText: label })

test('each number of the overview is what the log says, and leads to it', async () => {
  const events = await server.events()
  const count = events.filter(({ audit_event }) => audit_event === 'app_client_access').length
  expect(count).toBeGreaterThanOrEqual(reads)
  await tile('Reads of secrets').getByText(String(count), { exact: true }).waitFor()
  await tile('Tokens never used').getByText('1', { exact: true }).waitFor()
  await tile('Last checkpoint').getByText('events, checked here').waitFor()
  await tile('Exports').getByText('no export yet: keepwatch siem add').waitFor()
  await tile('New actors').getByText('2', { exact: true }).waitFor()
  await tile('New readers of secrets').getByText('2', { exact: true }).waitFor()
  await page.getByText('keepwatch siem add archive --kind file').waitFor()
  await page.getByRole('link', { name: 'runner' }).waitFor()

  await page.getByRole('link', { name: 'Reads of secrets' }).click()
  await page.waitForURL((url) => url.searchParams.get('q') === 'last:24h event:app_client_access')
  await page.getByText(new RegExp(`^${count} events in`)).waitFor()
})

test('every number of the overview is a link, and what is behind it is asked the same', async () => {
  const links: Readonly<Record<string, string>> = {
    'Turned away': '/events?q=last%3A24h+outcome%3Adenied',
    'New actors': '/reports/new-actors?created=last_7_days',
    'New readers of secrets': '/reports/new-edges?created=last_7_days',
    'Open alerts': '/alerts',
    'Tokens never used': '/reports/never-connected?created=last_30_days',
    'Stale devices': '/reports/stale-devices?created=last_30_days',
    'Unused secrets': '/reports/unused-secrets?created=last_30_days',
    Exports: '/destinations',
    'Last checkpoint': '/integrity',
  }
  await page.goto('/')
  for (const [label, href] of Object.entries(links))
    expect(await tile(label).getByRole('link').getAttribute('href'), label).toBe(href)
  await page.getByRole('link', { name: 'New readers of secrets' }).click()
  await page.getByRole('cell', { name: 'runner' }).waitFor()
  for (const time of ['7d', '30d']) {
    await page.goto('/')
    await page.getByText(time, { exact: true }).click()
    await page.waitForURL((url) => url.searchParams.get('time') === time)
    const href = await page.getByRole('link', { name: 'runner' }).getAttribute('href')
    expect(href).toBe(`/events?q=last%3A${time}+device%3Arunner`)
  }
})

test.each(['light', 'dark'] as const)(
  'in %s no screen has a serious fault for people who need help to read',
  async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme })
    const screens = {
      '/': 'Busiest devices',
      '/reports': 'Denied',
      '/reports/access-by-device': 'runner',
    }
    for (const [path, text] of Object.entries(screens)) {
      await page.goto(path)
      await page.getByText(text).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await seriousFaults(page), path).toEqual([])
      await picture(page, `${path.slice(1).replaceAll('/', '-') || 'overview'}-${scheme}`)
    }
  },
)

test('a report has its time in the address, and sorts by a click', async () => {
  await page.goto('/reports')
  await page.getByRole('link', { name: 'Tokens that were never used' }).click()
  await page.getByRole('cell', { name: 'forgotten' }).waitFor()
  await page.getByLabel('Time').selectOption('Last 7 days')
  await page.waitForURL((url) => url.searchParams.get('created') === 'last_7_days')
  await page.getByRole('button', { name: 'device name' }).click()
  await page
    .getByRole('columnheader', { name: 'device name' })
    .and(page.locator('[aria-sort=descending]'))
    .waitFor()
})

test('a report that takes long says for how long already, can be given up, and asked again', async () => {
  let left = 0
  page.on('requestfailed', (request) => {
    if (request.url().endsWith('/library/denied')) left++
  })
  // A server that thinks for a minute.
  await page.route('**/api/v1/reports/library/denied', () => {})
  await page.goto('/reports/denied')
  await page.getByText(/The server has been at it for \d+ seconds/).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Stopped before it was answered.').waitFor()
  await expect.poll(() => left).toBe(1)
  await page.unroute('**/api/v1/reports/library/denied')
  await page.getByRole('button', { name: 'Ask again' }).click()
  await page.getByRole('heading', { name: 'No rows' }).waitFor()
})

test('a report is saved as CSV and as JSON, with everything that it shows', async () => {
  await page.goto('/reports/never-connected')
  await page.getByRole('cell', { name: 'forgotten' }).waitFor()
  const saved = async (kind: string) => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: kind }).click(),
    ])
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
  }
  const csv = await saved('CSV')
  expect(csv.name).toBe('never-connected.csv')
  expect(csv.text).toMatch(
    /^device_name,device_uid,app_uid,status,added,token_expires\r\nforgotten,/,
  )
  const json = await saved('JSON')
  expect(JSON.parse(json.text)).toMatchObject([{ device_name: 'forgotten', status: 'waiting' }])
})

test('a report of one’s own is built, drawn, kept, and saved as a file of every kind', async () => {
  await page.goto('/reports')
  await page.getByRole('link', { name: 'New report' }).click()
  await page.getByRole('columnheader', { name: 'Count' }).waitFor()
  await page.getByLabel('Which events').fill('last:7d event:app_client_access')
  await page.getByLabel('Which events').press('Enter')
  await page.getByLabel('Show').selectOption('Totals')
  await page.waitForURL(
    (url) =>
      url.searchParams.get('q') === 'last:7d event:app_client_access report:span group:event',
  )
  await page.goto(
    `/reports/new?q=${encodeURIComponent('last:7d event:app_client_access report:span group:device show:occurrences,distinct(address)')}`,
  )
  await page.getByRole('cell', { name: 'runner' }).waitFor()
  await page.getByRole('columnheader', { name: 'Addresses' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'report-builder')
  await page.getByLabel('Name of the report').fill('Reads by device')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'Reads by device' }).waitFor()
  const [pdf] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'PDF' }).click(),
  ])
  expect((await readFile(await pdf.path())).subarray(0, 5).toString()).toBe('%PDF-')
  await page.getByLabel('Show').selectOption('Events, one by one')
  const [syslog] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Syslog' }).click(),
  ])
  expect(await readFile(await syslog.path(), 'utf8')).toMatch(/^<\d+>1 .*app_client_access/)
})

test('a file that the server takes long to make is given up', async () => {
  await page.goto('/reports/access-by-device')
  const left = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/files'))
  await page.route('**/api/v1/reports/files', () => {})
  await page.getByRole('button', { name: 'PDF' }).click()
  await page.getByText(/^The server makes the file \(\d seconds?\)$/).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await left
  await page.unroute('**/api/v1/reports/files')
  const [pdf] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'PDF' }).click(),
  ])
  expect(pdf.suggestedFilename()).toBe('access-by-device.pdf')
})

test('a saved report is found again, also one that the command line saved, and is forgotten', async () => {
  await owner.ask(
    'audit-report',
    '--report-type',
    'day',
    '--columns',
    'audit_event_type',
    '--created',
    'last_7_days',
    '--save',
    'by the command line',
  )
  await page.goto('/reports')
  await page.getByRole('link', { name: 'by the command line' }).click()
  await page.getByRole('columnheader', { name: 'Event' }).waitFor()
  await page.goto('/reports')
  await page.getByRole('link', { name: 'Reads by device' }).click()
  await page.getByRole('cell', { name: 'runner' }).waitFor()
  await page.getByRole('button', { name: 'Remove Reads by device' }).click()
  await page.getByRole('button', { name: 'Forget this report: Reads by device' }).click()
  await page.getByRole('heading', { name: 'Reports', exact: true }).waitFor()
  await page.getByRole('link', { name: 'by the command line' }).waitFor()
  expect(await page.getByRole('link', { name: 'Reads by device' }).count()).toBe(0)
})

test('a report is sent by the clock, run at once, and its file is kept', async () => {
  receiver.answerWith(() => ({ status: 200, body: 'ok' }))
  await page.goto('/reports/access-by-device')
  await page.getByText('Send it by the clock').click()
  await page.getByLabel('Name of the schedule').fill('weekly')
  await page.getByLabel('When').selectOption('every Monday at 07:00')
  await page.getByLabel('By', { exact: true }).selectOption('Slack')
  await page.getByLabel(/URL/).fill(`${receiver.url}/slack`)
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Schedule', exact: true }).click()
  await page.getByText(/^It comes next/).waitFor()
  await page.getByRole('button', { name: 'Run it now' }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /bytes$/ }).click(),
  ])
  expect(await readFile(await file.path(), 'utf8')).toContain('runner')
  await picture(page, 'schedule')
  expect(await seriousFaults(page)).toEqual([])
  await page.goto('/reports')
  await page.getByRole('link', { name: 'weekly' }).click()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('It is paused.').waitFor()
  await page.getByRole('button', { name: 'Remove weekly' }).click()
  await page.getByRole('button', { name: 'Send it no more: weekly' }).click()
  await page.getByRole('heading', { name: 'Reports', exact: true }).waitFor()
})

test('whose role does not allow it reads which role would', async () => {
  const member = await memberOf(server, 'member@example.com')
  const other = await openWindow(browser, server.url)
  await other.page.goto('/reports/denied')
  const password = 'the password of member@example.com'
  await logIn(other.page, { email: 'member@example.com', password })
  await other.page.getByText('the role auditor reads events, reports and proofs').waitFor()
  await other.context.close()
  await member.remove()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
