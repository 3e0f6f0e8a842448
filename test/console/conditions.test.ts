import { afterAll, beforeAll, expect, test } from 'vitest'
import { memberOf } from '../support/keepwatch.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import {
  answersCut,
  during,
  indexBehind,
  logInAgain,
  noAnswers,
  outside,
  serverAway,
  walkTo,
} from './support/conditions.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'
import { watchedDevice } from './support/watched-device.ts'

/** Every screen under every condition that a network, a session, a role or an index brings: a sentence, and a way on. */

const { server, owner, browser, window, page, stop } = await openConsole({
  flags: { allowPrivateTargets: '127.0.0.1/32' },
})
const { context } = window

type Screen = {
  readonly path: string
  /** What stands there when it has everything. */
  readonly shows: string
  /** What is missing to whom has not the role; none is for everybody. */
  readonly lacks?: 'member' | 'auditor'
  /** Whether it asks the columns, and whether a report on it may come in part. */
  readonly asks?: 'the index' | 'a report'
  /** Whether it needs the keys of the vault. */
  readonly opens?: 'the vault'
}

let [app, record] = ['', '']

const screens = (): readonly Screen[] => [
  { path: '/', shows: 'in 24 hours', lacks: 'member', asks: 'the index' },
  { path: '/events?q=last:24h', shows: 'events in', lacks: 'member', asks: 'the index' },
  { path: '/events/0', shows: 'Proved in this browser', lacks: 'member' },
  { path: '/reports', shows: 'Denied', lacks: 'member' },
  { path: '/reports/access-by-device', shows: '1 row', lacks: 'member', asks: 'a report' },
  { path: '/reports/new', shows: 'app_client_access', lacks: 'member', asks: 'a report' },
  { path: '/reports/schedules/weekly', shows: 'It comes next', lacks: 'member' },
  { path: '/exposure?device=runner', shows: 'to be changed', lacks: 'member', asks: 'the index' },
  { path: '/reports/review?report=new-edges', shows: 'lines decided', lacks: 'member' },
  { path: '/devices/runner', shows: 'still in use', lacks: 'member', asks: 'the index' },
  { path: '/people/owner@example.com', shows: 'still in use', lacks: 'member', asks: 'the index' },
  { path: `/secrets/${record}`, shows: 'still in use', lacks: 'member', asks: 'the index' },
  { path: '/addresses/127.0.0.1', shows: 'still in use', lacks: 'member', asks: 'the index' },
  { path: '/alerts', shows: 'Denied often', lacks: 'member' },
  { path: '/alerts/1', shows: 'Denied often', lacks: 'member' },
  { path: '/alerts/1/edit', shows: 'Change Denied often', lacks: 'member' },
  { path: '/alerts/new', shows: 'would have come true', lacks: 'member' },
  { path: '/vault', shows: 'Database', lacks: 'auditor', opens: 'the vault' },
  { path: `/vault/${record}`, shows: 'Who did what with it', lacks: 'auditor', opens: 'the vault' },
  { path: '/vault/new', shows: 'Encrypt and store', lacks: 'auditor', opens: 'the vault' },
  { path: '/applications', shows: 'App of runner', lacks: 'auditor', opens: 'the vault' },
  { path: `/applications/${app}`, shows: 'What it got', lacks: 'auditor', opens: 'the vault' },
  { path: '/destinations', shows: 'archive', lacks: 'member' },
  { path: '/destinations/archive', shows: 'Every event', lacks: 'member' },
  { path: '/destinations/new?kind=file', shows: 'Test and set up', lacks: 'member' },
  { path: '/integrity', shows: 'events, signed', lacks: 'member' },
  { path: '/settings', shows: 'Invite somebody' },
]

beforeAll(async () => {
  const device = await watchedDevice(server, owner, 'runner')
  ;[app, record] = [device.app_uid, device.record_uid]
  await device.read()
  const denied = ['--filter', 'outcome:denied', '--name', 'Denied often']
  await owner.ask('audit-alert', 'add', ...denied)
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
  const weekly = ['--report', 'denied', '--cron', '@weekly', '--email', 'ops@example.com']
  await owner.ask('report-schedule', 'add', 'weekly', ...weekly)
  await page.goto('/settings')
  await logIn(page)
  await page.getByText('Invite somebody').waitFor()
})

afterAll(stop)

/** A page that was loaded a moment ago and knows nothing of the screen yet. */
async function begin({ opens }: Screen): Promise<void> {
  if (opens) {
    await outside(page)
    await logIn(page)
  } else await page.goto('/nowhere')
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
}

/** What is missing is named with its screen: there are many. */
const says = (text: string | RegExp, { path }: Screen) =>
  page
    .getByText(text)
    .first()
    .waitFor()
    .catch((cause: unknown) => {
      throw new Error(`${path} does not say ${text}`, { cause })
    })

const shown = (screen: Screen) => says(screen.shows, screen)

test.each([
  ['is away', serverAway],
  ['answers nothing', noAnswers],
] as const)(
  'when the server %s every screen says so, and comes by itself when it is back',
  async (_, fault) => {
    for (const screen of screens()) {
      await begin(screen)
      await during(context, fault, async () => {
        await walkTo(page, screen.path)
        await says(/The server does not answer/i, screen)
      })
      await shown(screen)
    }
  },
  300_000,
)

test('when the session ends every screen asks for the password, and goes on where it was', async () => {
  for (const screen of screens()) {
    await begin(screen)
    await context.clearCookies()
    await walkTo(page, screen.path)
    await logInAgain(page)
    await shown(screen)
    expect(new URL(page.url()).pathname).toBe(new URL(screen.path, server.url).pathname)
  }
}, 240_000)

test.each(['member', 'auditor'] as const)(
  'to whom as %s a screen is not shown, it says which role would, and asks the server nothing',
  async (role) => {
    const email = `${role}@example.com`
    const person = await memberOf(server, email, role)
    const other = await openWindow(browser, server.url)
    await other.page.goto('/settings')
    await logIn(other.page, { email, password: `the password of ${email}` })
    await other.page.getByRole('heading', { name: 'Settings' }).waitFor()
    for (const screen of screens().filter(({ lacks }) => lacks === role)) {
      await walkTo(other.page, screen.path)
      await other.page.getByRole('heading', { name: 'Your role does not show this' }).waitFor()
      await other.page.getByText(`keepwatch user role ${email} --role`).waitFor()
      await walkTo(other.page, '/settings')
    }
    await other.page.goto(role === 'member' ? '/' : '/vault')
    await other.page.getByText(`You are ${role}`).waitFor()
    expect(await seriousFaults(other.page)).toEqual([])
    await picture(other.page, `not-for-${role}`)
    const refused = (await server.events()).filter(
      ({ audit_event, username }) => audit_event === 'action_denied' && username === email,
    )
    expect(refused).toEqual([])
    await other.context.close()
    await person.remove()
  },
  120_000,
)

test('while the index is behind every screen that asks it says how far it is, and comes by itself', async () => {
  for (const screen of screens().filter(({ asks }) => asks)) {
    await begin(screen)
    await during(context, indexBehind, async () => {
      await walkTo(page, screen.path)
      await says(/1,?200 of 5,?000/, screen)
      await page.getByRole('progressbar', { name: 'How far the index is' }).first().waitFor()
      await picture(page, `behind${screen.path.replaceAll(/\W+/g, '-')}`)
    })
    await shown(screen)
  }
}, 120_000)

test('what came in part says so, and shows what came', async () => {
  for (const screen of screens().filter(({ asks }) => asks === 'a report')) {
    await begin(screen)
    await during(context, answersCut, async () => {
      await walkTo(page, screen.path)
      await says('What came until then stands below.', screen)
      await page.getByRole('cell').first().waitFor()
    })
  }
  await during(context, answersCut, async () => {
    await page.goto('/')
    await page.getByText('was stopped: ask about less time').first().waitFor()
    await walkTo(page, '/events?q=last:24h')
    await page.getByRole('alert').getByText('was stopped: ask about less time').waitFor()
    await page.getByRole('row').nth(1).waitFor()
  })
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
