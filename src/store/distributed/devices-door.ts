import { nextTick } from 'node:process'
import { type CallCount, type Call as Counted, countCalls, startOf } from '../state/device-calls.ts'
import type { Access, Device } from '../state/devices.ts'
import { addMarks, markOf } from '../state/replays.ts'
import type { Query } from './postgres-sql.ts'

const addAll = `${addMarks('select * from unnest($1::text[], $2::integer[], $3::text[])')}
  returning device_uid`

const touchAll = `update devices set last_access_at = given.at, client_version = given.version
  from unnest($1::text[], $2::bigint[], $3::text[]) as given (uid, at, version)
  where device_uid = given.uid returning devices.*`

const countAll = countCalls(
  'select uid, endpoint, started, 1, 0 from unnest($1::text[], $2::text[], $3::bigint[]) as given (uid, endpoint, started)',
  '$4',
)

type Refuse = () => Promise<never>
type OfDevice = { readonly device_uid: string }

/**
 * One statement for what several ask before the program waits for something, each about a device of its own. Who comes later, or about
 * a device that another one asks about, is refused. All servers ask in the order of the devices: those that have the same ones wait for
 * each other, and not crosswise.
 */
function asked<Question extends OfDevice, Answer extends OfDevice>(
  refuse: Refuse,
  ask: (all: readonly Question[]) => Promise<readonly Answer[]>,
) {
  const questions = new Map<string, Question>()
  let answers: Promise<ReadonlyMap<string, Answer>> | undefined
  let hasLeft = false

  async function leave() {
    await new Promise<void>((resolve) => nextTick(resolve))
    hasLeft = true
    const all = [...questions.values()].sort((a, b) => (a.device_uid < b.device_uid ? -1 : 1))
    return new Map((await ask(all)).map((answer) => [answer.device_uid, answer]))
  }

  return async (question: Question): Promise<Answer | undefined> => {
    const { device_uid } = question
    if (hasLeft || questions.has(device_uid)) return refuse()
    questions.set(device_uid, question)
    answers ??= leave()
    return (await answers).get(device_uid)
  }
}

type Mark = OfDevice & { readonly hash: Uint8Array }

/** What the door asks of the state for each device (`access/admit-device.ts`), asked for many at once. */
export function devicesDoor(query: Query, refuse: Refuse) {
  const rowsOf = async <Row>(text: string, columns: readonly unknown[]) =>
    (await query(text, columns)).rows as readonly Row[]

  const add = asked<Mark, OfDevice>(refuse, (all) => {
    const marks = all.map(({ hash }) => markOf(hash))
    return rowsOf(addAll, [
      all.map(({ device_uid }) => device_uid),
      marks.map(({ bucket }) => bucket),
      marks.map(({ mark }) => mark),
    ])
  })

  const touch = asked<Access, Device>(refuse, (all) =>
    rowsOf(touchAll, [
      all.map(({ device_uid }) => device_uid),
      all.map(({ at }) => at),
      all.map(({ client_version }) => client_version),
    ]),
  )

  // All are counted by one rate, so their windows are as long.
  const count = asked<Counted, CallCount & OfDevice>(refuse, (all) =>
    rowsOf(countAll, [
      all.map(({ device_uid }) => device_uid),
      all.map(({ endpoint }) => endpoint),
      all.map(startOf),
      all[0]?.windowMs,
    ]),
  )

  return {
    replays: {
      add: async (device_uid: string, hash: Uint8Array) =>
        (await add({ device_uid, hash })) !== undefined,
    },
    devices: { touch },
    deviceCalls: {
      count: async (call: Counted): Promise<CallCount> =>
        (await count(call)) ?? { started: startOf(call), calls: 1, earlier: 0 },
    },
  }
}
