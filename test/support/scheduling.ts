import { expect } from 'vitest'
import { waitFor } from './alerting.ts'
import { deviceReads } from './device-reads.ts'
import { type CommandLine, commandLine, ownerOf } from './keepwatch.ts'
import { openMailbox } from './mailbox.ts'
import { startReceiver } from './receiver.ts'
import { startServer, type TestServer } from './server.ts'

/** What the tests of scheduled reports have in common: a server with a clock of theirs, and everybody who gets reports. */

const hour = 3_600_000

/** A run as `report-schedule history` tells it. */
export type Run = {
  readonly run: number
  readonly state: string
  readonly due: string
  readonly cause: string
  readonly missed: number
  readonly rows: number
  readonly digest: string
  readonly file: string
  readonly file_kept: boolean
  readonly trouble: string | null
  readonly deliveries: readonly {
    readonly recipient: string
    readonly channel: string
    readonly status: string
    readonly attempts: number
    readonly answer: string
  }[]
}

export type Schedule = {
  readonly next: string | null
  readonly status: string
  readonly reason: string
}

async function auditorOf(server: TestServer, owner: CommandLine): Promise<CommandLine> {
  const line = await commandLine(server, 'eve@example.com')
  const { invitation } = await owner.ask<{ invitation: string }>(
    ...['user', 'invite', '--email', 'eve@example.com', '--role', 'auditor'],
  )
  await line.ask('account', 'create', '--email', 'eve@example.com', '--invitation', invitation)
  await line.keepwatch('login')
  return line
}

/** A server over a log of four reads by three devices, whose clock stands still until a test moves it. */
export async function schedulingHouse(start: string) {
  let now = Date.parse(start)
  const mailbox = await openMailbox()
  const receiver = await startReceiver()
  const server = await startServer({
    flags: {
      tls: 'off',
      allowPrivateTargets: '127.0.0.1/32',
      smtpUrl: mailbox.url,
      smtpFrom: 'keepwatch@example.com',
    },
    clock: () => new Date(now),
    fill: deviceReads({
      devices: ['runner-1', 'runner-2', 'runner-1', '=cmd|calc'],
      at: new Date(now - hour),
    }),
  })
  const owner = await ownerOf(server)
  const auditor = await auditorOf(server, owner)
  const schedule = <Value = Schedule>(...argv: readonly string[]) =>
    owner.ask<Value>('report-schedule', ...argv)
  const history = (name: string) => schedule<readonly Run[]>('history', name)
  return {
    ...{ mailbox, receiver, server, owner, auditor, schedule, history },
    now: () => now,
    setNow: (at: string) => {
      now = Date.parse(at)
    },
    pass: (ms: number) => {
      now += ms
    },
    eventsNamed: async (name: string, of: string) =>
      (await server.events()).filter((one) => one.audit_event === name && one['schedule'] === of),
    /** Waits until the newest run of a schedule is the one, and has come so far. */
    reaches: (name: string, run: number, state: string) =>
      waitFor(async () => expect((await history(name))[0]).toMatchObject({ run, state })),
    async stop() {
      await owner.remove()
      await auditor.remove()
      await server.stop()
      await receiver.stop()
      await mailbox.stop()
    },
  }
}
