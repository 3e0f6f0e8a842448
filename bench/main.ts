import { benchAppends } from './appends.ts'
import { benchConsole } from './console.ts'
import { benchDevices } from './devices.ts'
import { benchExports } from './exports.ts'
import { benchGetSecret } from './get-secret.ts'
import { benchLogin } from './login.ts'
import { write } from './print.ts'
import { benchQuery } from './query.ts'
import { benchReports } from './reports.ts'
import { benchRules } from './rules.ts'
import { benchServers } from './servers.ts'
import { benchStart } from './start.ts'

const benches: Readonly<Record<string, () => Promise<void>>> = {
  start: benchStart,
  login: benchLogin,
  appends: benchAppends,
  'get-secret': benchGetSecret,
  devices: benchDevices,
  servers: benchServers,
  query: benchQuery,
  reports: benchReports,
  rules: benchRules,
  exports: benchExports,
  console: benchConsole,
}

/** `npm run bench` runs everything, `npm run bench -- appends` one of them. */
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  write(`# ${name}`)
  await bench()
}
