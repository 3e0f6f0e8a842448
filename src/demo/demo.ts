import { installFirstDevices } from './device-rhythm.ts'
import { hasSdk, startFleet } from './fleet-process.ts'
import { addFleet, type LiveFleet } from './live-fleet.ts'
import { foundOrganisation } from './organisation.ts'
import { type DemoServer, past } from './past.ts'
import { plannedDevices } from './planned-devices.ts'
import { demoPassword, owner } from './planned-people.ts'
import { tellHistory } from './tell-history.ts'
import { lastDays } from './time-span.ts'
import { beginToWatch } from './watching.ts'

/** Where the server answers. */
export type Place = { readonly hostname: string; readonly caFile?: string | undefined }

/** What whoever started the server is told. */
export type DemoNews = {
  readonly welcome: readonly string[]
  /** Resolves with a sentence when the history is told. */
  readonly told: Promise<string>
}

/** An organisation that is there, with a history and a fleet that wait for the server to answer. */
export type Demo = {
  begin(place: Place): DemoNews
  /** Ends the fleet, and the history where it stands. */
  stop(): Promise<void>
}

/** Milliseconds between two turns of the fleet: most of the fleet reads about every six seconds. */
const turnEvery = 2_000

type Wanted = {
  /** How many days the history is long. */
  readonly days: number
  /** The same seed gives the same history. */
  readonly seed: number
}

type Founding = Wanted & { readonly server: DemoServer; readonly setupCode: string }

const noFleet = ({ caFile }: Place): string | undefined => {
  if (caFile === undefined)
    return 'no fleet of devices runs, because the server has no certificate of its own'
  return hasSdk()
    ? undefined
    : 'no fleet of devices runs, because @keeper-security/secrets-manager-core is not installed'
}

function runFleet(fleet: LiveFleet, { hostname, caFile = '' }: Place, server: DemoServer) {
  const { publicKey: serverPublicKey, publicKeyId: serverPublicKeyId } = server.serverKey
  const { members } = fleet
  const orders = { hostname, serverPublicKey, serverPublicKeyId, every: turnEvery, members }
  return startFleet({ orders, caFile, log: server.log })
}

/**
 * Founds the example organisation in a new installation, so that it is ready before the server answers for the first
 * time. What `begin` starts runs beside the requests: the history of the last days, and the fleet.
 */
export async function foundDemo({ server, setupCode, days, seed }: Founding): Promise<Demo> {
  const before = past(server)
  const span = lastDays(days, server.clock().getTime())
  const founding = { start: span.start, setupCode }
  const organisation = await foundOrganisation(before, founding)
  await installFirstDevices(organisation, plannedDevices, span)
  await beginToWatch(organisation, span)
  const fleet = await addFleet(organisation)

  const stopping = new AbortController()
  const { signal } = stopping
  const ends: (() => Promise<unknown>)[] = []

  async function tell(): Promise<string> {
    const until = await tellHistory(organisation, { span, seed }, signal)
    await before.settle()
    const size = await server.store.events.size()
    return until === span.end
      ? `The history of ${days} days is complete: the log holds ${size} events.`
      : `The history was stopped at ${new Date(until).toISOString()} and is not continued.`
  }

  return {
    begin(place) {
      const failed = (error: unknown) => {
        server.log.error({ error }, 'the history of the demo could not go on')
        return 'The history of the demo could not go on: the log on stderr says why.'
      }
      const told = tell().catch(failed)
      const retired = fleet.retire(signal).catch(failed)
      const missing = noFleet(place)
      const running = missing ? undefined : runFleet(fleet, place, server)
      ends.push(() => Promise.all([running?.stop(), told, retired]))
      return { welcome: welcomeLines({ days, seed, missing }), told }
    },
    async stop() {
      stopping.abort()
      for (const end of ends) await end()
    },
  }
}

type Told = Wanted & { readonly missing: string | undefined }

const welcomeLines = ({ days, seed, missing }: Told): readonly string[] => [
  `Demo: log in as ${owner.email} with the password: ${demoPassword}`,
  '  everybody else in the organisation has the same password: anyone on this machine can log in',
  `  ${days} days of history are being told in the background (seed ${seed})`,
  `  ${missing ?? 'a small fleet of devices with the official SDK reads every few seconds'}`,
]
