import type { Page } from 'playwright-core'
import type { Uids } from '../../support/vault-people.ts'
import { openWindow, type Window } from './browser.ts'
import { outside } from './conditions.ts'
import { openConsole } from './console.ts'
import { logIn } from './people.ts'
import { watchedDevice } from './watched-device.ts'

export type Screen = {
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

type Made = {
  readonly app_uid: string
  readonly record_uid: string
  /** A shared folder. */
  readonly folder: string
}

const screensOf = ({ app_uid: app, record_uid: record, folder }: Made): readonly Screen[] => [
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
  { path: '/teams', shows: 'There is no team yet', opens: 'the vault' },
  {
    path: `/vault/folders/${folder}`,
    shows: 'Nobody but you opens it',
    lacks: 'auditor',
    opens: 'the vault',
  },
]

/** A server that has something to show on every screen. */
async function filledConsole() {
  const console = await openConsole({ flags: { allowPrivateTargets: '127.0.0.1/32' } })
  const { owner, server } = console
  const device = await watchedDevice(server, owner, 'runner')
  await device.read()
  const denied = ['--filter', 'outcome:denied', '--name', 'Denied often']
  await owner.ask('audit-alert', 'add', ...denied)
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events.ndjson')
  const weekly = ['--report', 'denied', '--cron', '@weekly', '--email', 'ops@example.com']
  await owner.ask('report-schedule', 'add', 'weekly', ...weekly)
  const made = await owner.ask<Uids>('folder', 'add', '--name', 'Production')
  return { console, screens: screensOf({ ...device, folder: made['folder_uid'] ?? '' }) }
}

/** Most of a visit is waiting, for the server and for the next try, and that can be done side by side. */
const sideBySide = 3

/** Every screen of a server that has something to show, and a few windows of its owner that go through them. */
export async function openScreens() {
  const { console, screens } = await filledConsole()
  const more = Array.from({ length: sideBySide - 1 }, () =>
    openWindow(console.browser, console.server.url),
  )
  const windows = [console.window, ...(await Promise.all(more))]
  await Promise.all(windows.map(entered))
  /** Goes to those screens that are asked for, each in one of the windows and from a page that knows nothing of it. */
  async function visit(
    isMeant: (screen: Screen) => boolean,
    act: (window: Window, screen: Screen) => Promise<void>,
  ): Promise<void> {
    const left = screens.filter(isMeant).values()
    const goThrough = async (window: Window) => {
      for (const screen of left) {
        await begin(window.page, screen)
        await act(window, screen)
      }
    }
    await Promise.all(windows.map(goThrough))
  }
  return { ...console, screens, visit, troubles: () => windows.flatMap(({ troubles }) => troubles) }
}

async function entered({ page }: Window): Promise<void> {
  await page.goto('/settings')
  await logIn(page)
  await page.getByText('Invite somebody').waitFor()
}

/** A page that was loaded a moment ago and knows nothing of the screen yet. */
async function begin(page: Page, { opens }: Screen): Promise<void> {
  if (opens) {
    await outside(page)
    await logIn(page)
  } else await page.goto('/nowhere')
  await page.getByRole('navigation', { name: 'Screens' }).waitFor()
}

/** What is missing is named with its screen: there are many. */
export const says = (page: Page, { path }: Screen, text: string | RegExp): Promise<void> =>
  page
    .getByText(text)
    .first()
    .waitFor()
    .catch((cause: unknown) => {
      throw new Error(`${path} does not say ${text}`, { cause })
    })

/** The screen has everything. */
export const isWhole = (page: Page, screen: Screen): Promise<void> =>
  says(page, screen, screen.shows)
