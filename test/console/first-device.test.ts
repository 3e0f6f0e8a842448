import { getSecrets, loadJsonConfig } from '@keeper-security/secrets-manager-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trust } from '../support/sdk-device.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { openBrowser, openWindow, picture, seriousFaults, type Window } from './support/browser.ts'
import { owner } from './support/people.ts'

/** From the setup code to the first device that reads, in a browser and nowhere else. A test has a third of the three minutes. */

let server: TestServer
let window: Window
const browser = await openBrowser()

beforeAll(async () => {
  server = await startServer()
  trust(server)
  window = await openWindow(browser, server.url)
})

afterAll(async () => {
  await browser.close()
  await server.stop()
})

test('the setup code, an account, a secret, an application, a device: and it reads with the official SDK', async () => {
  const { page } = window
  await page.goto('/')
  await page.getByLabel('Setup code').fill(server.setupCode?.code ?? '')
  await page.getByLabel('Organisation').fill('Example')
  await page.getByLabel('E-mail address').fill(owner.email)
  await page.getByLabel('Master password').fill(owner.password)
  await page.getByLabel('The same again').fill(owner.password)
  await page.getByRole('button', { name: 'Make the account' }).click()

  await page.getByRole('heading', { name: 'First steps' }).waitFor()
  await page.getByText('keepwatch sm client add --app Builds --name ci-runner').waitFor()
  expect(await seriousFaults(page)).toEqual([])
  await picture(page, 'first-steps')
  await page.getByRole('link', { name: 'Store a secret' }).click()
  await page.getByLabel('Title').fill('Database')
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse')
  await page.getByRole('button', { name: 'Encrypt and store' }).click()
  await page.getByRole('heading', { name: 'Database' }).waitFor()

  await page.getByRole('link', { name: 'Applications' }).click()
  await page.getByLabel('Title of the new application').fill('Builds')
  await page.getByRole('button', { name: 'New application' }).click()
  await page.getByRole('link', { name: 'Builds' }).click()
  await page.locator('input').and(page.getByLabel('Share with it')).fill('Data')
  await page.getByRole('option', { name: 'Database' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await page.getByRole('link', { name: 'Database' }).waitFor()

  await page.getByLabel('Name of the new device').fill('ci-runner')
  await page.getByLabel('From where it may come').selectOption('from anywhere')
  await page.getByRole('button', { name: 'Add device' }).click()
  await page.getByRole('tab', { name: 'GitHub' }).click()
  await page.getByRole('button', { name: 'Make it here' }).click()
  await page.getByRole('button', { name: 'ksm-config.json' }).waitFor()
  await page.getByRole('tab', { name: 'Kubernetes' }).click()
  const secret = (await page.getByRole('tabpanel').locator('pre').textContent()) ?? ''
  const [, config = ''] = /config: (\S+)/.exec(secret) ?? []
  const { records } = await getSecrets({ storage: loadJsonConfig(config) })
  expect(records.map(({ data }) => data.title)).toEqual(['Database'])

  await page.getByRole('button', { name: 'I have kept the configuration' }).click()
  await page.goto('/')
  await page.getByRole('link', { name: 'ci-runner' }).first().waitFor()
  expect(await page.getByRole('heading', { name: 'First steps' }).count()).toBe(0)
  expect(window.troubles).toEqual([])
})
