import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { type RunningProgram, runProgram } from './process.ts'
import { programOf } from './servers.ts'
import { newStage, type Stage } from './stage.ts'

/** A syslog message as a server has understood it. */
export type Arrived = {
  readonly transport?: string
  readonly host: string
  readonly app: string
  readonly id: string
  readonly data: string
  readonly message: string
}

export type SyslogServer = RunningProgram &
  Pick<Stage, 'ports' | 'trust'> & {
    /** Everything that it has written down by now, in the order in which it came. */
    arrived(): Promise<readonly Arrived[]>
    /** The same one by one, where it may be more than fits into memory. */
    eachArrived(): AsyncGenerator<Arrived>
  }

type Kind = {
  readonly path: string
  args(stage: Stage, libraries: string): readonly string[]
}

const kinds = {
  rsyslog: {
    path: 'usr/sbin/rsyslogd',
    args: ({ folder, configuration }, libraries) => [
      ...['-n', '-f', configuration, '-i', join(folder, 'pid')],
      ...['-M', join(libraries, 'rsyslog')],
    ],
  },
  'syslog-ng': {
    path: 'usr/sbin/syslog-ng',
    args: ({ folder, configuration }, libraries) => [
      ...['--foreground', '--no-caps', '--cfgfile', configuration],
      ...['--persist-file', join(folder, 'persist'), '--pidfile', join(folder, 'pid')],
      ...['--control', join(folder, 'control')],
      ...['--module-path', join(libraries, '../syslog-ng/3.38')],
    ],
  },
} as const satisfies Record<string, Kind>

/** What a killed server had only half written down did not arrive. */
function parsed(line: string): readonly Arrived[] {
  try {
    return [JSON.parse(line) as Arrived]
  } catch {
    return []
  }
}

/** Starts one in a folder of its own, on ports of its own. */
export async function startSyslogServer(name: keyof typeof kinds): Promise<SyslogServer> {
  const { path, args }: Kind = kinds[name]
  const stage = await newStage(`${name}.conf`)
  const { folder, ports, trust } = stage
  const { program, libraries, env } = await programOf(name, path)
  const port = ports['TCP'] ?? 0
  const running = await runProgram({
    program,
    args: args(stage, libraries),
    env,
    cwd: folder,
    port,
  })

  async function* eachArrived(): AsyncGenerator<Arrived> {
    const file = join(folder, 'arrived.ndjson')
    if (!existsSync(file)) return
    let rest = ''
    // By line feeds alone: Node's readline ends lines at U+2028 too.
    for await (const chunk of createReadStream(file, 'utf8') as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield* parsed(line)
    }
  }

  return {
    ...running,
    ports,
    trust,
    eachArrived,
    arrived: () => Array.fromAsync(eachArrived()),
    async stop() {
      await running.stop()
      await stage.remove()
    },
  }
}
