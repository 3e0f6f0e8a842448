import { expect, test } from 'vitest'
import { memoryLog, numberedEntries } from '../../test/support/memory-log.ts'
import type { EventLog } from '../store/store.ts'
import { type AskWitness, askWitness } from './witness.ts'

/** What the log makes of answers that an honest witness does not give; test/judges/witness.test.ts asks a real one. */

type Answer = { readonly status: number; readonly text: string }

const log = memoryLog(numberedEntries(20))
const events = { hashes: log.read, size: async () => 20 } as EventLog
const verifier = { name: 'witness.example', id: '00000000', verify: () => false }
const signed = { size: 10, note: 'log.example\n10\nq83vAAAA\n\n\u2014 log.example AAAAAAA=\n' }

/** Asks once, and also says which sizes the log named as old. */
async function asked(answers: readonly (Answer | Error)[], times = 1) {
  const olds: string[] = []
  const send = async (body: string) => {
    const answer = answers[olds.push(body.split('\n')[0] ?? '') - 1]
    if (!answer || answer instanceof Error) throw answer
    return answer
  }
  const ask: AskWitness = askWitness({ verifier, send }, events)
  let testimony = await ask(signed, new AbortController().signal)
  for (let at = 1; at < times; at++) testimony = await ask(signed, new AbortController().signal)
  return { testimony, olds }
}

const conflict = (text: string) => ({ status: 409, text })

test.each([
  ['an error', new Error('fetch failed', { cause: new Error('no route') }), 'no route'],
  ['HTTP 500', { status: 500, text: '' }, 'it answered with HTTP 500'],
  ['a redirect', { status: 302, text: '' }, 'it answered with HTTP 302'],
  ['403', { status: 403, text: '' }, 'it does not know the key of this log'],
  ['no signature', { status: 200, text: '' }, 'its answer holds no valid signature by its key'],
  ['junk', conflict('many'), 'its answer to a conflict names no other size'],
  ['the same size', conflict('0\n'), 'its answer to a conflict names no other size'],
])('%s counts as away', async (_, answer, detail) => {
  expect((await asked([answer])).testimony).toEqual({ kind: 'away', detail })
})

test('a witness that names another size each time is away, after three turns', async () => {
  const { testimony, olds } = await asked([conflict('4'), conflict('5'), conflict('6')])
  expect(testimony.kind).toBe('away')
  expect(olds).toEqual(['old 0', 'old 4', 'old 5'])
})

test('the same size with another root is a log that was changed', async () => {
  const { testimony, olds } = await asked([conflict('10\n'), conflict('10\n')])
  expect(testimony).toEqual({ kind: 'refused', witnessed: 10, reason: 'changed' })
  expect(olds).toEqual(['old 0', 'old 10'])
})

test('a proof that does not hold is a log that was changed', async () => {
  const { testimony } = await asked([conflict('4\n'), { status: 422, text: '' }])
  expect(testimony).toEqual({ kind: 'refused', witnessed: 4, reason: 'changed' })
})

test('a size beyond this checkpoint is a newer one of this log, as long as the log has it', async () => {
  expect((await asked([conflict('20\n')])).testimony).toEqual({ kind: 'overtaken' })
})

test('a size that the log never had is a log that was put back, each time', async () => {
  const { testimony, olds } = await asked([conflict('21\n'), conflict('21\n')], 2)
  expect(testimony).toEqual({ kind: 'refused', witnessed: 21, reason: 'rolled_back' })
  expect(olds).toEqual(['old 0', 'old 0'])
})
