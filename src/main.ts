#!/usr/bin/env node
import { run } from './cli/program.ts'
import { beginYoung, collectGarbage } from './heap.ts'

/** Waits for SIGTERM or SIGINT. */
const told = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })

function interrupted(): AbortSignal {
  const interruption = new AbortController()
  process.once('SIGINT', () => interruption.abort())
  return interruption.signal
}

/** The server is loaded only when it is wanted: a command of the client starts without it. */
async function serve(flags: Readonly<Record<string, unknown>>): Promise<void> {
  beginYoung()
  const { readConfig } = await import('./config.ts')
  const { serve: start } = await import('./serve.ts')
  const { welcome } = await import('./welcome.ts')
  const running = await start(readConfig(flags, process.env))
  collectGarbage()
  process.stdout.write(welcome(running))
  void running.demo?.told.then((sentence) => process.stdout.write(`${sentence}\n`))
  await told()
  await running.stop()
}

process.exitCode = await run(process.argv.slice(2), {
  variables: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupted,
  serve,
  offline: async () => (await import('./offline.ts')).offline,
})
