import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { openBrowser, servePage } from './support/browser.ts'
import { clientScenarios } from './support/scenarios.ts'

const main = createRequire(import.meta.url).resolve('@keeper-security/secrets-manager-core')
const site = await servePage(join(dirname(main), 'index.es.js'))
afterAll(() => site.close())

clientScenarios({
  name: 'javascript-browser',
  title: 'JavaScript 17.5.0 in Chromium',
  reaches: 'configuration only',
  version: /^ms17\.5\.0$/,
  open: (place) => openBrowser(site.url, place),
})
