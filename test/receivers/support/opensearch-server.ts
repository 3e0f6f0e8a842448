import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from './process.ts'
import { opensearchFolder } from './servers.ts'
import { newStage } from './stage.ts'

export type Opensearch = {
  readonly url: string
  /** A folder that goes with it. */
  readonly folder: string
  /** Asks it past the target. Throws what it says when it is not content. */
  ask<Answer>(path: string, method: string, body?: object): Promise<Answer>
  stop(): Promise<void>
}

/** It starts sooner when it is not compiled for a long life. Without the native library it does not mind to be root's. */
const java = (configuration: string): readonly string[] => [
  ...['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
  ...['-Djava.security.manager=allow', '-Djna.nosys=true', '-Djna.nounpack=true'],
  ...['-Djna.boot.library.path=/nowhere', `-Dopensearch.path.home=${opensearchFolder}`],
  ...[`-Dopensearch.path.conf=${configuration}`, '-Dopensearch.distribution.type=zip'],
  ...['-cp', join(opensearchFolder, 'lib', '*'), 'org.opensearch.bootstrap.OpenSearch'],
]

/** A real OpenSearch, on a stage of its own. */
export async function startOpensearch(): Promise<Opensearch> {
  const stage = await newStage('opensearch.yml')
  const port = stage.ports['HTTP'] ?? 0
  const url = `http://127.0.0.1:${port}`
  const logging = 'log4j2.properties'
  await copyFile(join(opensearchFolder, 'config', logging), join(stage.folder, logging))
  const program = await runProgram({
    program: 'java',
    args: java(stage.folder),
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: stage.folder,
    port,
  })
  return {
    url,
    folder: stage.folder,
    async ask<Answer>(path: string, method: string, body?: object) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/${path}`, {
        method,
        ...(body && { body: JSON.stringify(body), headers }),
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return (await answer.json()) as Answer
    },
    async stop() {
      await program.stop()
      await stage.remove()
    },
  }
}
