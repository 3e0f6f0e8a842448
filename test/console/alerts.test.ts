import { afterAll, beforeAll, expect, test } from 'vitest'
import { addRecord } from '../support/alerting.ts'
import { startReceiver } from '../support/receiver.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** From the first alert to the message that does not arrive, in a browser; a real receiver is told. */

const { server, owner, browser, window, page, stop } = await openConsole({
  flags: { allowPrivateTargets: '127.0.0.1/32' },
})
const receiver = await startReceiver()
const named = (name: string) => page.getByRole('button', { name, exact: true })

beforeAll(async () => {
  receiver.answerWith(({ path }) =>
    path === '/bad' ? { status: 410, body: 'no longer here' } : { status: 200, body: 'thanks' },
  )
  await addRecord(owner, 'Before')
  await page.goto('/alerts')
  await logIn(page)
})

afterAll(async () => {
  await stop()
  await receiver.stop()
})

test('without an alert the screen says how to begin, and what comes with the product', async () => {
  await page.getByRole('heading', { name: 'Nobody is told of anything yet' }).waitFor()
  await page.getByText('keepwatch audit-alert add --ready blocked-address').waitFor()
  await page.getByRole('link', { name: 'Device at a blocked address' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
})

test('while a rule is written, the past says how often it would have come true', async () => {
  await page.getByRole('link', { name: 'New alert' }).click()
  await page.getByLabel('Which events').fill('event:record_ad')
  await page.getByRole('option', { name: /event:record_add / }).click()
  const past = page.getByRole('complementary', { name: 'Backtest' })
  await past.getByText('1 would have come true').waitFor()
  await page.getByLabel('Comes true at').selectOption('So many events')
  await page.getByLabel('At least').fill('2')
  await past.getByText('0 would have come true').waitFor()
  await page.getByLabel('Comes true at').selectOption('Every event')
  await past.getByText('1 would have come true').waitFor()
  await page.getByLabel('Which events').fill('event:record_add devcie:x')
  await past.getByText(/^"devcie" is not a field/).waitFor()
  await picture(page, 'alert-editor')
  expect(await seriousFaults(page)).toEqual([])
})

test('what was written is still there when the page is loaded again; saved, it watches', async () => {
  await page.getByLabel('Name', { exact: true }).fill('Records made')
  await page.reload()
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Records made')
  await page.getByLabel('Which events').fill('event:record_add')
  await page.getByLabel('Severity').selectOption('critical')
  await named('Make the alert').click()
  await page.getByRole('heading', { name: 'Records made' }).waitFor()
  expect(await owner.ask('audit-alert', 'view', 'Records made')).toMatchObject({
    rule: { filter: { audit_event: ['record_add'], q: '' }, severity: 'critical' },
  })
})

test('recipients are added, a webhook’s token is shown once, and a test gives the real answers', async () => {
  const add = async (name: string, path: string) => {
    await named('Add a recipient').click()
    const form = page.getByRole('dialog')
    await form.getByLabel('Name').fill(name)
    await form.getByLabel('By').selectOption('Webhook')
    await form.getByLabel('URL').fill(`${receiver.url}${path}`)
    await form.getByRole('button', { name: 'Add' }).click()
    await form.getByText('It is shown now and never again.').waitFor()
    await form.getByRole('button', { name: 'I have kept the token' }).click()
  }
  await add('on call', '/good')
  await add('pager', '/bad')
  await named('Send a test').click()
  await page.getByText('200 thanks').waitFor()
  await page.getByText('410 no longer here').waitFor()
  expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/bad', '/good'])
})

test('when it comes true it is open, each attempt is told, and what was given up is sent again', async () => {
  await addRecord(owner, 'Watched')
  const messages = page.getByRole('region', { name: 'Messages' }).getByRole('table')
  await messages.getByText('given up').waitFor()
  await messages.getByText('delivered').waitFor()
  await messages.getByRole('button', { name: /1 × 410/ }).click()
  await messages.getByRole('listitem').getByText('410 no longer here').waitFor()
  await picture(page, 'alert')
  expect(await seriousFaults(page)).toEqual([])
  receiver.answerWith(() => ({ status: 200, body: 'back again' }))
  // A receiver that is gone is told no more, until somebody switches it on again.
  const pager = page.getByRole('switch', { name: 'pager' })
  await pager.and(page.locator(':not(:checked)')).waitFor({ state: 'attached' })
  await pager.press('Space')
  await pager.and(page.locator(':checked')).waitFor({ state: 'attached' })
  await named('Send again').click()
  await messages.getByText('back again').first().waitFor()
  await page
    .getByRole('region', { name: 'History' })
    .getByText(/Audit alert "Records made" was sent/)
    .waitFor()
})

test('an open alert stands first, and in the rail, until somebody has looked', async () => {
  await page.getByRole('navigation', { name: 'Screens' }).getByText('1 open').waitFor()
  await page.getByRole('link', { name: 'All alerts' }).click()
  const open = page.getByRole('region', { name: 'Open alerts' })
  await open.getByRole('link', { name: 'Records made' }).waitFor()
  await page.getByRole('img', { name: /Seven days, today last: .* 1$/ }).waitFor()
  await picture(page, 'alerts')
  await named('Acknowledge Records made').click()
  await open.getByText('Nothing is open').waitFor()
})

test('a snooze always has an end', async () => {
  await page.getByRole('link', { name: 'Records made' }).click()
  await named('Snooze Records made').click()
  await page.getByRole('menuitem', { name: 'For 8 hours' }).click()
  await page.getByText(/^snoozed until/).waitFor()
  const { snoozed_until } = await owner.ask<{ snoozed_until: string }>(
    'audit-alert',
    'view',
    'Records made',
  )
  expect(Date.parse(snoozed_until) - Date.now()).toBeLessThan(8 * 3_600_000)
  await named('End the snooze').click()
  await page.getByText('on', { exact: true }).waitFor()
})

test('a rule only watches in shadow, is switched off, and is deleted after a second click', async () => {
  await named('Only watch (shadow)').click()
  await page.getByText('shadow', { exact: true }).waitFor()
  await named('Switch off').click()
  await page.getByText('off', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Delete Records made' }).click()
  await page.getByRole('button', { name: /^Delete with its history/ }).click()
  await page.getByRole('heading', { name: 'Nobody is told of anything yet' }).waitFor()
})

test('an event becomes a rule', async () => {
  const [made] = (await server.events()).filter(({ audit_event }) => audit_event === 'record_add')
  await page.goto(`/events/${made?.seq}`)
  await page.getByRole('complementary').getByRole('link', { name: 'As alert' }).click()
  await page.getByLabel('Which events').waitFor()
  expect(await page.getByLabel('Which events').inputValue()).toBe(
    'event:record_add user:owner@example.com',
  )
})

test.each(['light', 'dark'] as const)(
  'in %s, on a phone, there is no serious fault for people who need help to read',
  async (scheme) => {
    await owner.ask('audit-alert', 'add', '--ready', 'denied-burst', '--name', `Denied ${scheme}`)
    const phone = await openWindow(browser, server.url, { width: 390, scheme })
    await phone.page.goto('/alerts')
    await logIn(phone.page)
    await phone.page.getByRole('link', { name: `Denied ${scheme}` }).waitFor()
    expect(await seriousFaults(phone.page)).toEqual([])
    const width = await phone.page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBeLessThanOrEqual(390)
    await picture(phone.page, `alerts-phone-${scheme}`)
    await phone.context.close()
  },
)

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
