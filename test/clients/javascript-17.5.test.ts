import { createRequire } from 'node:module'
import { javascript } from './support/javascript.ts'
import { clientScenarios } from './support/scenarios.ts'

clientScenarios(
  javascript({
    name: 'javascript-17.5',
    title: 'JavaScript 17.5.0',
    reaches: 'configuration only',
    version: /^ms17\.5\.0$/,
    sdk: createRequire(import.meta.url).resolve('@keeper-security/secrets-manager-core'),
  }),
)
