import { join } from 'node:path'
import { folderOf } from './support/fetch-clients.ts'
import { javascript } from './support/javascript.ts'
import { clientScenarios } from './support/scenarios.ts'

const noTransactions = 'updates in two steps came with 17'

clientScenarios(
  javascript({
    name: 'javascript-16.6',
    title: 'JavaScript 16.6.0',
    reaches: 'its `queryFunction` wraps the key for our server',
    version: /^ms16\.6\.0$/,
    lacks: {
      rotate: noTransactions,
      'roll back': noTransactions,
      links: 'links of records came with 17',
      'remove a file': 'taking files off records came with 17',
    },
    notes: { throttle: 'is told, and does not wait by itself' },
    failsWhenThrottled: true,
    sdk: join(
      folderOf('javascript-16.6'),
      'node_modules/@keeper-security/secrets-manager-core/dist/index.cjs.js',
    ),
    needsHook: true,
  }),
)
