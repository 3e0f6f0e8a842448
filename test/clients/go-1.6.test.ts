import { join } from 'node:path'
import { folderOf } from './support/fetch-clients.ts'
import { openProgram } from './support/line-driver.ts'
import { clientScenarios } from './support/scenarios.ts'

clientScenarios({
  name: 'go-1.6',
  title: 'Go 1.6.4',
  reaches: "our key in the SDK's table, by `go:linkname`",
  version: /^mg16\.6\.4$/,
  lacks: {
    links: 'does not ask for links of records',
    'remove a file': 'has no way to take files off records',
  },
  notes: { throttle: 'is told, and does not wait by itself' },
  failsWhenThrottled: true,
  open: (place) =>
    openProgram(
      { command: join(folderOf('go'), 'driver'), args: [], env: { SSL_CERT_FILE: place.caFile } },
      place,
    ),
})
