import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runProgram } from './process.ts'
import { kafkaFolder } from './servers.ts'
import { newStage } from './stage.ts'

const run = promisify(execFile)
const id = 'MkU3OEVBNTcwNTJENDM2Qk'
/** A broker for a test: it starts sooner when it is not compiled for a long life. */
const java = [
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-cp',
  join(kafkaFolder, '*'),
]

/** Starts an Apache Kafka of its own: broker and controller in one process. */
export async function startKafka() {
  const stage = await newStage('kafka.properties')
  const { folder, configuration, ports } = stage
  const format = ['format', '--standalone', '-t', id, '-c', configuration]
  await run('java', [...java, 'kafka.tools.StorageTool', ...format])
  const running = await runProgram({
    program: 'java',
    args: [...java, 'kafka.Kafka', configuration],
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: folder,
    port: ports['PLAIN'] ?? 0,
  })
  return {
    ...running,
    folder,
    ports,
    trust: stage.trust,
    async stop() {
      await running.kill('SIGKILL')
      await stage.remove()
    },
  }
}
