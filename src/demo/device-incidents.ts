import { clientIdOf, mintToken } from '../client/crypto/one-time-token.ts'
import { notFound } from '../kernel/errors.ts'
import { goOn } from './go-on.ts'
import { type HistoryDevice, historyDevice } from './history-device.ts'
import { type Occurrence, occurrence } from './occurrence.ts'
import type { Organisation } from './organisation.ts'
import { minute, type TimeSpan } from './time-span.ts'
import type { KeptRecord } from './vault-of.ts'

/** Addresses of nobody (RFC 5737). */
const stranger = '198.51.100.23'
const otherNetwork = '198.51.100.77'

type Act = (device: HistoryDevice, time: number) => Promise<unknown>
type Incident = readonly [part: number, device: string, act: Act]

/** The same again and again, some minutes apart, although it is refused. */
const insisting =
  (times: number, act: Act): Act =>
  async (device, time) => {
    for (let attempt = 0; attempt < times; attempt++)
      await act(device, time + attempt * 2 * minute).catch(goOn)
  }

const readFrom =
  (address: string): Act =>
  async (device, time) =>
    (await device.prepareRead(time, address))()

function incidentsOf(record: (title: string) => KeptRecord): readonly Incident[] {
  const rotates = (part: number, device: string, title: string): Incident => [
    part,
    device,
    (by, time) => by.rotate(record(title), time),
  ]
  const weekly = Array.from({ length: 12 }, (_, week) => (week + 0.6) / 12)
  return [
    ...weekly.map((part) => rotates(part, 'ci-nightly', 'Python package index')),
    ...[0.1, 0.19, 0.37, 0.46, 0.55, 0.64].map((part) =>
      rotates(part, 'billing-worker', 'Orders database'),
    ),
    // By then the share is readonly.
    rotates(0.73, 'billing-worker', 'Orders database'),
    rotates(0.82, 'billing-worker', 'Orders database'),
    [0.36, 'ci-nightly', (by, time) => by.rotateTwice(record('npm registry'), time)],
    [0.25, 'ci-runner-1', insisting(2, (by, time) => by.isImitated(time, stranger))],
    [0.51, 'web-2', insisting(5, readFrom('10.20.4.99'))],
    [0.83, 'web-1', insisting(3, readFrom(otherNetwork))],
  ]
}

/** Somebody tries a token that nobody made. */
async function guessToken({ past }: Organisation, time: number): Promise<void> {
  const clientId = await clientIdOf(mintToken())
  const device = await historyDevice(past, { clientId, version: 'mp17.3.0', address: stranger })
  await insisting(3, (by, at) => by.bind(at))(device, time)
}

/** What devices do besides reading: they rotate secrets, and some are where or what they should not be. */
export function deviceIncidents(organisation: Organisation, span: TimeSpan): readonly Occurrence[] {
  const { owner, devices } = organisation
  const record = (title: string) => {
    const kept = owner.vault.records.get(title)
    if (!kept) throw notFound(`the demo has no record ${title}`)
    return kept
  }
  const incidents = incidentsOf(record).map(([part, name, act]) => {
    const time = span.part(part)
    return occurrence(time, async () => {
      const owned = devices.get(name)
      if (owned) await act(owned.device, time)
    })
  })
  const guessed = span.part(0.9)
  return [...incidents, occurrence(guessed, () => guessToken(organisation, guessed))]
}
