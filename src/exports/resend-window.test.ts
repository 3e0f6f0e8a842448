import { expect, test } from 'vitest'
import { resendWindow } from './resend-window.ts'

const mebibyte = 1_048_576

/** A window whose clock the test sets. */
function windowAt() {
  const clock = { now: 0 }
  const kept = resendWindow(() => clock.now)
  return { clock, kept, texts: () => kept.take().map((bytes) => Buffer.from(bytes).toString()) }
}

test('after an orderly end the last ten seconds go out again, counted from the end and not from the next connection', () => {
  const { clock, kept, texts } = windowAt()
  kept.add(Buffer.from('long ago'))
  clock.now = 60_000
  kept.add(Buffer.from('just now'))
  clock.now = 61_000
  kept.lost('closed')
  clock.now = 3_600_000
  expect(texts()).toEqual(['just now'])
})

test('after a broken connection everything goes out again that a machine may have missed while it was gone', () => {
  const { clock, kept, texts } = windowAt()
  kept.add(Buffer.from('in the last hour'))
  clock.now = 3_600_000
  kept.add(Buffer.from('to nobody'))
  clock.now += 900_000
  kept.lost('broken')
  expect(texts()).toEqual(['to nobody'])
})

test('what went out again may have got lost again', () => {
  const { clock, kept, texts } = windowAt()
  kept.add(Buffer.from('twice'))
  kept.lost('closed')
  clock.now = 60_000
  texts()
  clock.now = 61_000
  kept.lost('closed')
  expect(texts()).toEqual(['twice'])
})

test('it holds sixteen mebibytes and no more', () => {
  const { kept } = windowAt()
  for (let one = 0; one < 100; one++) kept.add(new Uint8Array(mebibyte).fill(one))
  const held = kept.take()
  expect(held).toHaveLength(16)
  expect(held[0]?.[0]).toBe(84)
})

test('it says what it has forgotten, once', () => {
  const clock = { now: 0 }
  const forgotten: number[] = []
  const kept = resendWindow(
    () => clock.now,
    (bytes) => forgotten.push(Number(bytes[0])),
  )
  for (let one = 0; one < 18; one++) kept.add(new Uint8Array(mebibyte).fill(one))
  expect(forgotten).toEqual([0, 1])
  kept.take()
  clock.now = 60_000
  kept.add(Uint8Array.of(18))
  kept.lost('closed')
  expect(forgotten).toEqual(Array.from({ length: 18 }, (_, one) => one))
})
