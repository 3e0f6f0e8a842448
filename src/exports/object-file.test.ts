import { expect, test } from 'vitest'
import { objectName } from './object-file.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import type { Unit } from './target.ts'
import { asUnit } from './unit-of.ts'

const unit = (seq: number, members?: readonly number[]): Unit => ({
  ...asUnit({ seq, recorded_at: '2026-11-23T08:12:44.125Z' } as OutgoingEvent, ''),
  ...(members && { members }),
})

test('a batch is called after its first and its last number', () =>
  expect(objectName([unit(7), unit(9)], 'ndjson')).toBe(
    '2026/11/23/0000000000000007-0000000000000009.ndjson',
  ))

test('an event that stands for later ones makes another name: it is another batch', () =>
  expect(objectName([unit(7, [7, 12]), unit(9)], 'ndjson')).toBe(
    '2026/11/23/0000000000000007-0000000000000012.ndjson',
  ))
