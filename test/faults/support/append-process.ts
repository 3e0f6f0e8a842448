import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { perform } from '../../../src/access/action.ts'
import { findPerson, personCaller } from '../../../src/access/person.ts'
import { readConfig } from '../../../src/config.ts'
import { serverKeyIn, setupCodeIn } from '../../../src/data-folder.ts'
import { checkpointRecorder, keepCheckpoints } from '../../../src/events/checkpointing.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { anchorIn } from '../../../src/log-files.ts'
import { openLog } from '../../../src/open-log.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'
import { addRecord } from '../../../src/vault/actions/add-record.ts'
import { updateRecord } from '../../../src/vault/actions/update-record.ts'
import { groundOver } from '../../support/ground.ts'
import type { AppendAnswer, AppendRequest, AppendWork } from './append-work.ts'
import type { Change } from './killable-server.ts'
import { addWriter, writerToken } from './writer.ts'

/**
 * The server without HTTP, TLS and devices, for thousands of starts: the real store, start-up check, actions and signing.
 * Takes the data folder as its argument and requests as its input; opens the folder on the first of them, and ends cleanly
 * with its input.
 */

const [folder = ''] = process.argv.slice(2)

const say = (said: AppendAnswer) => writeSync(1, `${JSON.stringify(said)}\n`)

async function open() {
  const store = await openEmbeddedStore({ folder })
  const identity = await openLog(readConfig({ data: folder }, {}), store, systemClock)
  await serverKeyIn(folder)
  await setupCodeIn(folder, store)
  await store.transaction(addWriter)
  const ending = new AbortController()
  const fail = (error: unknown) => {
    throw error
  }
  const signed = checkpointRecorder(store, systemClock)
  const signing = { store, identity, anchor: anchorIn(folder), signed, fail }
  const kept = keepCheckpoints(signing, ending.signal)
  return {
    store,
    async close() {
      ending.abort()
      await kept
      await store.close()
    },
  }
}

type Opened = Awaited<ReturnType<typeof open>>

async function change({ store }: Opened, request: Change): Promise<unknown> {
  const person = await findPerson(store, writerToken, systemClock())
  if (!person) throw new Error('the writer is not in the store')
  const context = { ...groundOver(store), caller: personCaller(person), surroundings: {} }
  return 'add' in request
    ? perform(context, addRecord, request.add)
    : perform(context, updateRecord, request.update)
}

async function serve(opened: Opened, request: AppendWork): Promise<unknown> {
  if ('die' in request) return process.kill(process.pid, 'SIGKILL')
  if ('prune' in request)
    return opened.store.transaction(({ events }) => events.prune(request.prune))
  return change(opened, request)
}

async function answer(opened: Opened, request: AppendRequest): Promise<void> {
  const { id } = request
  await serve(opened, request).then(
    () => say({ id }),
    (error: unknown) => say({ id, refused: String(error) }),
  )
}

let opening: Promise<Opened> | undefined
const answers: Promise<void>[] = []
for await (const line of createInterface(process.stdin)) {
  opening ??= open()
  const request = JSON.parse(line) as AppendRequest
  answers.push(opening.then((opened) => answer(opened, request)))
}
await Promise.all(answers)
await (await opening)?.close()
