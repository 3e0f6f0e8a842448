import { openKsm } from './drivers/ksm.ts'
import { clientScenarios } from './support/scenarios.ts'

const noTransactions = 'its commands know no updates in two steps'

clientScenarios({
  name: 'ksm-cli-1.4',
  title: '`ksm` CLI 1.4.0',
  reaches: "our key in the SDK's table, by `sitecustomize.py`",
  version: /^mp17\.3\.0$/,
  lacks: {
    'stale revision': 'reads just before each write, so that it is never late',
    rotate: noTransactions,
    'roll back': noTransactions,
    links: 'has no command that shows links of records',
  },
  // A command takes a second.
  throttledAfter: 3,
  open: openKsm,
})
