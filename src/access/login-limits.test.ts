import { describe, expect, test } from 'vitest'
import { claimedName } from './email.ts'
import { loginLimits } from './login-limits.ts'

const minute = 60_000
const owner = 'owner@example.com'

function atDoor() {
  let now = 0
  const limits = loginLimits(() => now)
  const begin = (name: string, address: string) => limits.begin(claimedName(name), address)
  return {
    begin,
    /** Tries, with the wrong password, if it may; whether it could. */
    fail: (name: string, address = '203.0.113.1') => begin(name, address).wait === 0,
    pass(ms: number) {
      now += ms
    },
  }
}

const addressOf = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`

const spellings = [
  (name: string) => name,
  (name: string) => name.toUpperCase(),
  (name: string) => `  ${name}\t`,
  (name: string) => name.replace('o', 'O'),
  (name: string) => name.replace('owner', 'ｏｗｎｅｒ'),
] as const

describe('of a hundred thousand guesses in an hour', () => {
  test('at one name from ever new addresses, however it is spelled, only ten in ten minutes are looked at', () => {
    const door = atDoor()
    let looked = 0
    for (let n = 0; n < 100_000; n++) {
      const spelled = spellings[n % spellings.length]?.(owner) ?? owner
      if (door.fail(spelled, addressOf(n))) looked++
      door.pass(36)
    }
    expect(looked).toBe(60)
  })

  test('at ever new names from one network, a hundred in ten minutes', () => {
    const door = atDoor()
    let looked = 0
    for (let n = 0; n < 100_000; n++) {
      if (door.fail(`guest${n}@example.com`, `2001:db8:1:2:${(n & 0xffff).toString(16)}::1`))
        looked++
      door.pass(36)
    }
    expect(looked).toBe(600)
  })

  test('at ever new names from ever new addresses, six hundred in a minute', () => {
    const door = atDoor()
    let looked = 0
    for (let n = 0; n < 100_000; n++) {
      if (door.fail(`guest${n}@example.com`, addressOf(n))) looked++
      door.pass(36)
    }
    expect(looked).toBe(36_000)
  })
})

test('whoever waits as long as they are told may try again', () => {
  const door = atDoor()
  for (let n = 0; n < 10; n++) door.fail(owner)
  const { wait } = door.begin(owner, '203.0.113.1')
  expect(wait).toBe(600)
  door.pass(wait * 1_000)
  expect(door.begin(owner, '203.0.113.1').wait).toBe(0)
})

test('the right password counts against nobody', () => {
  const door = atDoor()
  for (let n = 0; n < 1_000; n++) {
    const attempt = door.begin(`person${n}@example.com`, '203.0.113.1')
    expect(attempt.wait).toBe(0)
    attempt.succeeded()
  }
})

test('nobody is kept out of where they have logged in before, whoever else tries their name', () => {
  const door = atDoor()
  door.begin(owner, '203.0.113.1').succeeded()
  for (let n = 0; n < 5_000; n++) door.fail(owner, addressOf(n))
  for (let n = 0; n < 5_000; n++) door.fail(`guest${n}@example.com`, addressOf(n))
  expect(door.begin(owner, '198.51.100.1').wait).toBeGreaterThan(0)
  expect(door.begin(owner, '203.0.113.1').wait).toBe(0)
})

test('and from there a password can be tried as often as anywhere', () => {
  const door = atDoor()
  door.begin(owner, '203.0.113.1').succeeded()
  const looked = Array.from({ length: 100 }, () => door.fail(owner)).filter(Boolean)
  expect(looked).toHaveLength(10)
  door.pass(10 * minute)
  expect(door.fail(owner)).toBe(true)
})

describe('of a hundred thousand second factors in a day, by somebody who has the password', () => {
  test('thirty are looked at, from however many addresses and however the name is spelled', () => {
    let now = 0
    const limits = loginLimits(() => now)
    let looked = 0
    for (let n = 0; n < 100_000; n++) {
      const spelled = spellings[n % spellings.length]?.(owner) ?? owner
      limits.begin(claimedName(spelled), addressOf(n)).succeeded()
      if (limits.beginCode(claimedName(spelled), addressOf(n)).wait === 0) looked++
      now += 864
    }
    expect(looked).toBe(30)
  })

  test('the person themselves has tries of their own where they have logged in before', () => {
    const limits = loginLimits(() => 0)
    limits.beginCode(owner, '198.51.100.1').succeeded()
    for (let n = 0; n < 100; n++) limits.beginCode(owner, addressOf(n))
    expect(limits.beginCode(owner, '203.0.113.1').wait).toBeGreaterThan(0)
    expect(limits.beginCode(owner, '198.51.100.1').wait).toBe(0)
  })
})
