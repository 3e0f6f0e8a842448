import { hostname } from 'node:os'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Running } from '../../src/serve.ts'
import { startCluster } from '../postgres/cluster.ts'
import { severalServers } from '../postgres/servers.ts'
import { memberOf, ownerOf } from '../support/keepwatch.ts'
import { openBrowser, openWindow, picture, seriousFaults } from './support/browser.ts'
import { logIn } from './support/people.ts'

/** Two servers on one PostgreSQL, as the panel of servers in the settings shows them at either: who is there, and who does what for all. */

const cluster = await startCluster()
const several = await severalServers(2, { server: cluster.url, flags: { tls: 'on' } })
const [first, second] = several.running as readonly [Running, Running]
const owner = await ownerOf(first)
const browser = await openBrowser()
const windows = [await openWindow(browser, first.url), await openWindow(browser, second.url)]
const [atFirst, atSecond] = windows.map(({ page }) => page) as [Page, Page]

beforeAll(async () => {
  await owner.ask('siem', 'add', 'archive', '--kind', 'file', '--set', 'file=events')
  for (const page of [atFirst, atSecond]) {
    await page.goto('/settings')
    await logIn(page)
    await page.getByRole('heading', { name: 'Servers' }).waitFor()
  }
})

afterAll(async () => {
  await browser.close()
  await owner.remove()
  await several.stop()
  await cluster.stop()
})

/** By which its operator knows a server. */
const nameOf = ({ url }: Running) => `${hostname()}:${new URL(url).port}`

const panel = (page: Page) => page.getByRole('region', { name: 'Servers' }).first()

const rowOf = (page: Page, server: Running) =>
  panel(page).getByRole('row', { name: new RegExp(nameOf(server).replaceAll('.', '\\.')) })

/** What the panel says that each of the servers does. */
const worksIn = async (page: Page) =>
  Promise.all(
    [first, second].map(async (server) => {
      const row = rowOf(page, server)
      if ((await row.count()) === 0) return undefined
      const text = (await row.getByRole('cell').last().textContent()) ?? ''
      return text.split(', ').filter(Boolean).sort()
    }),
  )

const everything = ['alerts', 'export archive', 'housekeeping', 'reports']
const patience = { timeout: 60_000 }

test('at either of them both are there, and the one that is asked is marked', async () => {
  for (const [page, here, there] of [
    [atFirst, first, second],
    [atSecond, second, first],
  ] as const) {
    await expect.poll(() => rowOf(page, here).textContent(), patience).toContain('this one')
    expect(await rowOf(page, there).textContent()).not.toContain('this one')
    expect(await panel(page).getByRole('row').count()).toBe(3)
  }
})

test('each work is done by one of them, and both tell the same', async () => {
  const shared = async () => {
    const [ours, theirs] = [await worksIn(atFirst), await worksIn(atSecond)]
    return { all: ours.flatMap((works) => works ?? []).sort(), same: [ours, theirs] }
  }
  await expect.poll(async () => (await shared()).all, patience).toEqual(everything)
  await expect
    .poll(async () => {
      const [ours, theirs] = (await shared()).same
      return JSON.stringify(ours) === JSON.stringify(theirs)
    }, patience)
    .toBe(true)
  await panel(atFirst).scrollIntoViewIfNeeded()
  await picture(atFirst, 'settings-servers')
  expect(await seriousFaults(atFirst)).toEqual([])
})

test('who may see servers sees them, and a member does not', async () => {
  const [auditor, member] = [
    await memberOf(first, 'audit@example.com', 'auditor'),
    await memberOf(first, 'mel@example.com'),
  ]
  const seen = async (email: string) => {
    const { page, context } = await openWindow(browser, second.url)
    await page.goto('/settings')
    await logIn(page, { email, password: `the password of ${email}` })
    await page.getByRole('heading', { name: 'Your sessions' }).waitFor()
    const count = await page.getByRole('heading', { name: 'Servers' }).count()
    await context.close()
    return count
  }
  expect([await seen('audit@example.com'), await seen('mel@example.com')]).toEqual([1, 0])
  await Promise.all([auditor.remove(), member.remove()])
})

test('when one of them stops, the other does everything, and the panel says so by itself', async () => {
  await first.stop()
  await expect.poll(() => worksIn(atSecond), patience).toEqual([undefined, everything])
  await panel(atSecond).scrollIntoViewIfNeeded()
  await picture(atSecond, 'settings-servers-one-left')
})

test('nothing of this made the browser of the one that went on complain, or ask another host', () => {
  expect(windows[1]?.troubles).toEqual([])
})
