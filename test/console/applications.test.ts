import { readFile } from 'node:fs/promises'
import { getSecrets, loadJsonConfig } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, sdkDevice, trust } from '../support/sdk-device.ts'
import { picture, seriousFaults } from './support/browser.ts'
import { openConsole } from './support/console.ts'
import { logIn, owner as person } from './support/people.ts'

/** From nothing to a device that reads, in the browser; the device is the official SDK. */

const { server, owner, window, page, stop } = await openConsole()

beforeAll(async () => {
  trust(server)
  await page.goto('/applications')
  await logIn(page)
})

afterAll(stop)

test('an application is made in the browser, and the server does not learn its title', async () => {
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.postData() ?? ''))
  await page.getByRole('heading', { name: 'No application yet' }).waitFor()
  await page.getByLabel('Title of the new application').fill('Payment service')
  await page.getByRole('button', { name: 'New application' }).click()
  await page.getByRole('link', { name: 'Payment service' }).waitFor()
  expect(sent.join()).not.toContain('Payment')
  const listed = await owner.ask<{ title: string }[]>('sm', 'app', 'list')
  expect(listed.map(({ title }) => title)).toEqual(['Payment service'])
})

test('a title that is taken is refused with the reason, and stays to be changed', async () => {
  await page.getByLabel('Title of the new application').fill('Payment service')
  await page.getByRole('button', { name: 'New application' }).click()
  await page
    .getByRole('alert')
    .getByText('There is an application Payment service already')
    .waitFor()
  expect(await page.getByLabel('Title of the new application').inputValue()).toBe('Payment service')
})

test('a device gets its token once; with it the official SDK reads, and the console shows when', async () => {
  const record = ['--title', 'Database', '--field', 'password=s3cret']
  const { record_uid } = await owner.ask<{ record_uid: string }>('record', 'add', ...record)
  await owner.ask('sm', 'share', 'add', '--app', 'Payment service', '--secret', record_uid)

  await page.getByRole('link', { name: 'Payment service' }).click()
  await page.getByLabel('Name of the new device').fill('till-1')
  await page.getByRole('button', { name: 'Add device' }).click()
  const dialog = page.getByRole('dialog', { name: 'The token of till-1' })
  const token = (await dialog.getByTestId('token').textContent()) ?? ''
  await dialog.getByText('import { getSecrets').waitFor()
  await picture(page, 'device-token')
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'I have kept the token' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await page.content()).not.toContain(token)
  await page.getByRole('cell', { name: 'waits for its first connection' }).waitFor()

  const device = await sdkDevice(server, token)
  const { records } = await getSecrets(device)
  expect(records.map(({ data }) => data.title)).toEqual(['Database'])

  await page.goto('/applications')
  await page.getByRole('heading', { name: 'Your vault is locked' }).waitFor()
  await page.getByLabel('Master password').fill(person.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('link', { name: 'Payment service' }).click()
  await page.getByRole('cell', { name: 'connected' }).waitFor()
  await picture(page, 'application')
  expect(await seriousFaults(page)).toEqual([])

  await page.getByRole('button', { name: 'Remove till-1' }).click()
  await page.getByRole('button', { name: 'End its access: till-1' }).click()
  await page.getByRole('heading', { name: 'No device yet' }).waitFor()
  expect(await refusal(getSecrets(device))).toMatchObject({ error: expect.any(String) })
})

test('every official SDK and tool has its program, and what takes a configuration gets one that is ready', async () => {
  await page.getByLabel('Name of the new device').fill('pipeline')
  await page.getByLabel('From where it may come').selectOption('from anywhere')
  await page.getByRole('button', { name: 'Add device' }).click()
  const dialog = page.getByRole('dialog', { name: 'The token of pipeline' })
  const token = (await dialog.getByTestId('token').textContent()) ?? ''
  for (const name of ['JavaScript', 'Python', 'Go', 'Java', '.NET', 'Ruby', 'Rust', 'ksm']) {
    await dialog.getByRole('tab', { name, exact: true }).click()
    const program = await dialog.getByRole('tabpanel').locator('pre').textContent()
    expect(program, name).toContain(token)
    expect(program, name).toContain('localhost')
  }
  await picture(page, 'device-snippets')
  await dialog.getByRole('tab', { name: 'GitHub' }).click()
  await dialog.getByRole('button', { name: 'Make it here' }).click()
  await dialog.getByText('The token is spent').waitFor()
  for (const name of ['Ansible', 'GitHub', 'Kubernetes']) {
    await dialog.getByRole('tab', { name }).click()
    const program = await dialog.getByRole('tabpanel').locator('pre').textContent()
    expect(program, name).not.toContain('CONFIGURATION')
  }
  const secret = (await dialog.getByRole('tabpanel').locator('pre').textContent()) ?? ''
  const [, config = ''] = /config: (\S+)/.exec(secret) ?? []
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'ksm-config.json' }).click(),
  ])
  const json = await readFile(await file.path(), 'utf8')
  expect(Buffer.from(config, 'base64').toString()).toBe(json)
  const { records } = await getSecrets({ storage: loadJsonConfig(config) })
  expect(records.map(({ data }) => data.title)).toEqual(['Database'])
  await picture(page, 'device-configuration')
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'I have kept the configuration' }).click()
  await dialog.waitFor({ state: 'hidden' })
  expect(await page.content()).not.toContain(config)
})

test('a device that is locked to its first address is not bound to that of the browser', async () => {
  await page.getByLabel('Name of the new device').fill('locked')
  await page.getByRole('button', { name: 'Add device' }).click()
  const dialog = page.getByRole('dialog', { name: 'The token of locked' })
  await dialog.getByRole('tab', { name: 'Kubernetes' }).click()
  await dialog.getByText('would be locked to the address of this browser').waitFor()
  expect(await dialog.getByRole('button', { name: 'Make it here' }).count()).toBe(0)
  await dialog.getByRole('button', { name: 'I have kept the token' }).click()
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(window.troubles).toEqual([])
})
