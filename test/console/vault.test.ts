import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getSecrets } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sdkDevice, trust } from '../support/sdk-device.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn } from './support/people.ts'

/** Records in a browser: keys are made and used there, and the official SDK reads what was shared. */

const { server, owner, browser, window, page, stop } = await openConsole()
const secret = 'correct horse battery staple'
const sent: string[] = []

beforeAll(async () => {
  trust(server)
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await page.goto('/vault')
  await logIn(page)
})

afterAll(stop)

test('an empty vault says how to begin', async () => {
  await page.getByRole('heading', { name: 'No record yet' }).waitFor()
  expect(await seriousFaults(page)).toEqual([])
})

test('a record is made and encrypted here; nothing readable is sent', async () => {
  await page.getByRole('link', { name: 'New record' }).click()
  await page.getByLabel('Title').fill('Production database')
  await page.getByLabel('Login').fill('app')
  await page.getByRole('textbox', { name: 'Password' }).fill(secret)
  await page.getByLabel('Name of another field').fill('Port')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('Port').fill('5432')
  await picture(page, 'vault-new-record')
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Encrypt and store' }).click()
  await page.getByRole('heading', { name: 'Production database' }).waitFor()
  expect(sent.join()).not.toContain(secret)
  expect(sent.join()).not.toContain('Production database')
  const [record] = await owner.ask<{ record_uid: string }[]>('record', 'list')
  const shown = await owner.ask('record', 'get', record?.record_uid ?? '')
  expect(JSON.stringify(shown)).toContain(secret)
  expect(JSON.stringify(shown)).toContain('5432')
})

test('a secret stays covered until somebody wants to see it', async () => {
  expect(await page.getByText(secret).count()).toBe(0)
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText(secret).waitFor()
  await picture(page, 'vault-record')
  await page.getByRole('button', { name: 'Hide' }).click()
  expect(await page.getByText(secret).count()).toBe(0)
})

test('a change is a new version, and a made password is a strong one', async () => {
  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('button', { name: 'Make one' }).click()
  const made = await page.getByRole('textbox', { name: 'Password' }).inputValue()
  expect(made).toHaveLength(24)
  await page.getByRole('button', { name: 'Store a new version' }).click()
  await page.getByText(/version 2, stored/).waitFor()
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText(made).waitFor()
})

test('it is shared with an application, whose device reads it with the official SDK', async () => {
  await owner.ask('sm', 'app', 'create', 'Builds')
  await page.getByRole('link', { name: 'Applications' }).click()
  await page.getByRole('link', { name: 'Builds' }).click()
  await page.locator('input').and(page.getByLabel('Share with it')).fill('Produ')
  await page.getByRole('option', { name: 'Production database' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('link', { name: 'Production database' }).waitFor()
  await picture(page, 'application-shares')
  const client = await owner.ask<unknown>('sm', 'client', 'add', '--app', 'Builds', '--name', 'one')
  const [added] = [client].flat() as { token: string }[]
  const { records } = await getSecrets(await sdkDevice(server, added?.token ?? ''))
  expect(records.map(({ data }) => data.title)).toEqual(['Production database'])
  await page.getByRole('button', { name: 'Unshare Production database' }).click()
  await page.getByRole('button', { name: 'Take it away: Production database' }).click()
  await page.getByText('Nothing is shared with it yet.').waitFor()
})

test('files are encrypted here and hung on a record; the browser and the command line open them again', async () => {
  const content = randomBytes(200_000)
  const bodies: string[] = []
  page.on('request', (request) => bodies.push(request.postDataBuffer()?.toString('latin1') ?? ''))
  await page.getByRole('link', { name: 'Vault' }).click()
  await page.getByRole('link', { name: 'Production database' }).click()
  const files = [
    { name: 'key store.p12', mimeType: 'application/x-pkcs12', buffer: content },
    { name: 'read me.txt', mimeType: 'text/plain', buffer: Buffer.from('by hand only') },
  ]
  await page.getByTestId('files').setInputFiles(files)
  await page.getByRole('button', { name: 'key store.p12', exact: true }).waitFor()
  await page.getByText('200 kB, application/x-pkcs12').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'key store.p12', exact: true }).click(),
  ])
  expect((await readFile(await file.path())).equals(content)).toBe(true)
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'record-files')
  for (const readable of ['key store', 'by hand only', content.subarray(0, 24).toString('latin1')])
    expect(bodies.some((body) => body.includes(readable))).toBe(false)

  const [record] = await owner.ask<{ record_uid: string }[]>('record', 'list')
  const output = join(owner.home, 'read-me.txt')
  await owner.keepwatch(
    'record',
    'download',
    record?.record_uid ?? '',
    'read me.txt',
    '--output',
    output,
  )
  expect(await readFile(output, 'utf8')).toBe('by hand only')
})

test('an upload says how far it is and is given up; nothing of it is on the record then', async () => {
  const left = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/content'))
  // A network on which bytes do not get on.
  await page.route('**/api/v1/files/*/content', () => {})
  const large = { name: 'large.bin', mimeType: 'application/x-test', buffer: Buffer.alloc(90_000) }
  await page.getByTestId('files').setInputFiles([large])
  await page.getByText(/^Sending.*\(\d seconds?\)$/).waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await left
  await page.getByText('or drop them here').waitFor()
  await page.unroute('**/api/v1/files/*/content')
  await page.reload()
  await logIn(page)
  await page.getByRole('button', { name: 'read me.txt', exact: true }).waitFor()
  expect(await page.getByText('large.bin').count()).toBe(0)
})

test('a file is taken off its record after a second click', async () => {
  await page.getByRole('button', { name: 'Remove read me.txt' }).click()
  await page.getByRole('button', { name: 'Take it off the record: read me.txt' }).click()
  const named = page.getByRole('button', { name: 'read me.txt', exact: true })
  await named.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'key store.p12', exact: true }).waitFor()
  const gone = (await server.events()).filter(
    ({ audit_event }) => audit_event === 'file_attachment_deleted',
  )
  expect(gone).toMatchObject([{ by: 'user', username: 'owner@example.com' }])
})

test('folders are made, also in one another, and an empty one is removed', async () => {
  await page.getByRole('link', { name: 'Vault', exact: true }).click()
  await page.getByLabel('Name of the new folder').fill('Production')
  await page.getByRole('button', { name: 'New folder' }).click()
  for (const [parent, name] of [
    ['Production', 'Databases'],
    ['Databases', 'Old ones'],
  ] as const) {
    await page.getByRole('button', { name: `Folder in ${parent}` }).click()
    await page.getByLabel(`Name of the new folder in ${parent}`).fill(name)
    await page.getByRole('button', { name: `Make it in ${parent}` }).click()
    await page.getByRole('link', { name, exact: true }).waitFor()
  }
  const folders = await owner.ask<{ name: string; parent_uid?: string }[]>('folder', 'list')
  expect(folders.map(({ name }) => name).sort()).toEqual(['Databases', 'Old ones', 'Production'])
  await picture(page, 'vault-folders')
  await page.getByRole('link', { name: 'New record' }).click()
  await page.getByLabel('Folder').selectOption('Production / Databases / Old ones')
  await page.getByRole('link', { name: 'The vault' }).click()
  for (const name of ['Old ones', 'Databases']) {
    await page.getByRole('button', { name: `Remove ${name}`, exact: true }).click()
    await page.getByRole('button', { name: `Remove it, if it is empty: ${name}` }).click()
    await page.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' })
  }
  await page.getByRole('button', { name: 'Remove Production', exact: true }).click()
  await page.getByRole('button', { name: 'Remove it, if it is empty: Production' }).click()
  await page.getByRole('link', { name: 'Production', exact: true }).waitFor({ state: 'detached' })
})

test('a record is found by its title, and the address holds that', async () => {
  const fields = ['--field', 'login=root', '--field', 'password=paper jam']
  await owner.ask('record', 'add', '--title', 'Printer', '--type', 'login', ...fields)
  await page.reload()
  await logIn(page)
  await page.getByRole('link', { name: 'Printer' }).waitFor()
  await page.getByLabel('Find a record').fill('prod')
  await page.getByRole('link', { name: 'Printer' }).waitFor({ state: 'detached' })
  expect(new URL(page.url()).searchParams.get('words')).toBe('prod')
})

test('linked records lead to one another, by titles that are opened here', async () => {
  const database = page.getByRole('link', { name: 'Production database', exact: true })
  await database.click()
  await page.getByText('It is linked with no other record.').waitFor()
  const listed = await owner.ask<{ record_uid: string; title: string }[]>('record', 'list')
  const [from = '', to = ''] = ['Production database', 'Printer'].map(
    (name) => listed.find(({ title }) => title === name)?.record_uid,
  )
  await owner.ask('record', 'link', 'add', from, to)
  await owner.ask('record', 'link', 'add', from, from, '--path', 'meta', '--data', '{}')
  await page.reload()
  await logIn(page)
  const links = page.getByRole('region', { name: 'Linked records' })
  await links.getByRole('row', { name: 'Printer this record leads to it login' }).waitFor()
  expect(await links.getByRole('row').count()).toBe(2)
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'record-links')
  await links.getByRole('link', { name: 'Printer' }).click()
  await page.getByRole('heading', { name: 'Printer' }).waitFor()
  await links.getByText('it leads to this record').waitFor()
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByText('paper jam').waitFor()
  await database.click()
  await page.getByRole('heading', { name: 'Production database' }).waitFor()
})

test('what was uncovered of one record is covered on the one that it leads to', async () => {
  await page.getByRole('button', { name: 'Show' }).click()
  await page.getByRole('link', { name: 'Printer', exact: true }).click()
  await page.getByRole('heading', { name: 'Printer' }).waitFor()
  expect(await page.getByText('paper jam').count()).toBe(0)
  await page.getByRole('link', { name: 'The vault' }).click()
})

test('it is removed after a second click', async () => {
  await page.getByRole('link', { name: 'Production database' }).click()
  await page.getByRole('button', { name: 'Remove Production database' }).click()
  await page.getByRole('button', { name: 'Remove for good: Production database' }).click()
  await page.getByRole('link', { name: 'Printer' }).waitFor()
  expect(await owner.ask<object[]>('record', 'list')).toHaveLength(1)
})

test('in the dark there is no serious fault for people who need help to read', async () => {
  const other = await openWindow(browser, server.url, { scheme: 'dark' })
  await other.page.goto('/vault')
  await logIn(other.page)
  await other.page.getByRole('link', { name: 'Printer' }).waitFor()
  expect(await seriousFaults(other.page)).toEqual([])
  await picture(other.page, 'vault-dark')
  await other.context.close()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
