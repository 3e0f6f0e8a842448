import { join } from 'node:path'
import { folderOf } from './support/fetch-clients.ts'
import { openProgram } from './support/line-driver.ts'
import { clientScenarios } from './support/scenarios.ts'

const driver = join(import.meta.dirname, 'drivers/python_sdk.py')

clientScenarios({
  name: 'python-17.3',
  title: 'Python 17.3.0',
  reaches: 'configuration only',
  version: /^mp17\.3\.0$/,
  open: (place) =>
    openProgram(
      {
        command: join(folderOf('python'), 'bin/python'),
        args: [driver],
        env: { REQUESTS_CA_BUNDLE: place.caFile },
      },
      place,
    ),
})
