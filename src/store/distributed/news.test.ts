import { expect, test } from 'vitest'
import { numberNews, resting } from './news.ts'

/** What a server does that does not number, by the messages that it hears. */

test('whoever rests is asked, once, and one that numbers is not', () => {
  const news = numberNews()
  expect(news.mustAsk()).toBe(false)
  news.committed(10)
  expect(news.mustAsk()).toBe(true)
  news.asked()
  expect(news.mustAsk()).toBe(false)

  news.hear('9:9:')
  expect(news.mustAsk()).toBe(false)
  news.hear(resting)
  expect(news.mustAsk()).toBe(true)
})

test('an event has its number when the snapshot of a batch shows its transaction', () => {
  const news = numberNews()
  for (const xid of [10, 11, 12, 20, 21]) news.committed(xid)
  news.hear('11:20:11,12')
  expect(news.waiting()).toEqual([11, 12, 20, 21])
  // Of those between, the first has committed meanwhile.
  news.hear('12:21:12')
  expect(news.waiting()).toEqual([12, 21])
})

test('a message that was lost is made up for by the next one', () => {
  const news = numberNews()
  news.committed(10)
  news.committed(11)
  news.hear('40:40:')
  expect(news.waiting()).toEqual([])
  expect(news.lateAt()).toBe(Number.POSITIVE_INFINITY)
})

test('a message that comes before the answer to the commit is not forgotten', () => {
  const news = numberNews()
  news.hear('40:40:')
  news.hear(resting)
  news.committed(10)
  expect(news.mustAsk()).toBe(false)
})

test('without a message the database is looked into a tenth of a second later, and again while something waits there', () => {
  const news = numberNews()
  const before = performance.now()
  news.committed(10)
  news.asked()
  expect(news.lateAt()).toBeGreaterThanOrEqual(before + 100)
  expect(news.lateAt()).toBeLessThanOrEqual(performance.now() + 100)

  const known = news.waiting()
  news.committed(11)
  news.looked(known, 'waits')
  expect(news.waiting()).toEqual([11, 10, 0])
  news.looked(news.waiting(), 'nothing')
  expect(news.lateAt()).toBe(Number.POSITIVE_INFINITY)
})

test('what others have appended is waited for until a batch is heard of', () => {
  const news = numberNews()
  news.hurry()
  expect(news.mustAsk()).toBe(true)
  news.hear('3:3:')
  expect(news.waiting()).toEqual([])
})
