import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { appendGround } from './support/append-server.ts'
import { faults } from './support/effort.ts'
import { type Killing, killAgainAndAgain, type Tally } from './support/killing.ts'
import { faultSeed, randomFrom, say } from './support/random.ts'
import { realGround } from './support/real-server.ts'

/**
 * Servers that are killed with SIGKILL at a random moment after their clients began, thousands of times. After each kill
 * the folder is opened again: everything acknowledged is in the log once, the numbers are dense, records have the revision
 * that their newest event says, the tree is that of the events, and the anchor is not ahead of the log.
 *
 * Most of the servers are the store, the actions and the signing without the HTTP around them (`append-process.ts`), which
 * start in a fraction of the time; the others are `keepwatch serve`. The seed repeats what clients ask for and the moments
 * of the kills; how far a server comes until then is up to the machine.
 */

const none = { lost: 0, doubled: 0, unasked: 0, overtaken: 0, gaps: 0, refused: 0, problems: [] }

const sum = (tallies: readonly Tally[], name: Exclude<keyof Tally, 'problems'>) =>
  tallies.reduce((total, tally) => total + tally[name], 0)

function total(tallies: readonly Tally[]): Tally {
  return {
    kills: sum(tallies, 'kills'),
    asked: sum(tallies, 'asked'),
    acknowledged: sum(tallies, 'acknowledged'),
    events: sum(tallies, 'events'),
    lost: sum(tallies, 'lost'),
    doubled: sum(tallies, 'doubled'),
    unasked: sum(tallies, 'unasked'),
    overtaken: sum(tallies, 'overtaken'),
    gaps: sum(tallies, 'gaps'),
    refused: sum(tallies, 'refused'),
    problems: tallies.flatMap(({ problems }) => problems),
  }
}

/** As many folders at once as there are processors, each for so many kills before a new one begins. */
async function killMany(title: string, killing: Omit<Killing, 'seed'> & { folders: number }) {
  const seed = faultSeed()
  say(title, { seed })
  const random = randomFrom(seed)
  const waiting = Array.from({ length: killing.folders }, () => random.seed())
  const tallies: Tally[] = []
  const lanes = Array.from({ length: availableParallelism() }, async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      tallies.push(await killAgainAndAgain({ ...killing, seed: next }))
  })
  await Promise.all(lanes)
  const { problems, ...counts } = total(tallies)
  say(title, { ...counts, problems: problems.length })
  return { ...counts, problems }
}

const hours = (count: number) => count * 3_600_000

test('the store survives kills while four clients change records', {
  timeout: hours(2),
}, async () => {
  const kills = 45
  const folders = faults({ few: 20, many: 200 })
  const killing = { kills, folders, clients: 4, withinMs: 50, reads: 0, ground: appendGround }

  const tally = await killMany('kill -9 of the store', killing)

  expect(tally).toMatchObject({ kills: kills * folders, ...none })
  expect(tally.acknowledged).toBeGreaterThan(tally.kills / 2)
  expect(tally.asked).toBeGreaterThan(tally.acknowledged)
})

test('keepwatch serve survives kills while four clients change records and read secrets', {
  timeout: hours(1),
}, async () => {
  const kills = 25
  const folders = faults({ few: 4, many: 40 })
  const killing = { kills, folders, clients: 4, withinMs: 50, reads: 0.5, ground: realGround }

  const tally = await killMany('kill -9 of keepwatch serve', killing)

  expect(tally).toMatchObject({ kills: kills * folders, ...none })
  expect(tally.acknowledged).toBeGreaterThan(tally.kills / 2)
  expect(tally.asked).toBeGreaterThan(tally.acknowledged)
})

test('eight clients whose server is killed now and then find their histories in the log', {
  timeout: hours(1),
}, async () => {
  const kills = faults({ few: 6, many: 25 })
  const folders = faults({ few: 2, many: 50 })
  const killing = { kills, folders, clients: 8, withinMs: 800, reads: 0.5, ground: realGround }

  const tally = await killMany('histories of eight clients', killing)

  expect(tally).toMatchObject({ kills: kills * folders, ...none })
  expect(tally.acknowledged).toBeGreaterThan(tally.kills)
  expect(tally.asked).toBeGreaterThan(tally.acknowledged)
})
