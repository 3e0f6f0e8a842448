import { delimiter, join } from 'node:path'
import { folderOf } from './support/fetch-clients.ts'
import { openProgram } from './support/line-driver.ts'
import { clientScenarios } from './support/scenarios.ts'

const folder = folderOf('java')
const classPath = [join(folder, 'classes'), join(folder, 'lib/*')].join(delimiter)

clientScenarios({
  name: 'java-17.1',
  title: 'Java 17.1.1',
  reaches: "our key in the SDK's table, by reflection",
  version: /^mj17\.1\.1$/,
  lacks: { 'delete folders': 'deletes folders, and tells nobody what became of them' },
  notes: { throttle: 'is told, and does not wait by itself' },
  failsWhenThrottled: true,
  open: (place) => openProgram({ command: 'java', args: ['-cp', classPath, 'Driver'] }, place),
})
