import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/**
 * What went wrong in products like this one, by its cause, and the tests that fail if it goes wrong here. A test is named by
 * its file and the words that its title has there.
 */

type Lesson = {
  readonly cause: string
  /** Where it was published. */
  readonly seen: readonly string[]
  readonly tests: readonly (readonly [file: string, title: string])[]
}

const matrix = 'test/contracts/role-matrix.test.ts'
const routes = 'test/contracts/routes.test.ts'
const canaries = 'test/faults/canaries.test.ts'
const lessons: readonly Lesson[] = [
  {
    cause: 'Whoever sets up auditing may write files where programs are started from.',
    seen: ['CVE-2025-6000', 'CVE-2025-54997'],
    tests: [
      ['test/scenarios/lessons-of-others.test.ts', 'it writes in its own folder and nowhere else'],
      [matrix, '%s is for whom the table says'],
    ],
  },
  {
    cause:
      'Secrets stand in the audit log: tokens, raw logs for other devices, bodies that could not be read.',
    seen: ['CVE-2024-8365', 'CVE-2024-0831', 'CVE-2025-4166', 'CVE-2025-52893'],
    tests: [
      [canaries, 'secrets in bodies that cannot be read'],
      [canaries, 'none of them is found anywhere'],
    ],
  },
  {
    cause: 'Binary fields, raw bodies and some headers go round what blanks secrets out.',
    seen: ['CVE-2025-62705', 'CVE-2025-62513', 'CVE-2026-46358'],
    tests: [
      [canaries, 'secrets in headers and questions'],
      [canaries, 'secrets in requests of devices'],
    ],
  },
  {
    cause:
      'Some failures and some routes leave nothing in the log, and one of them needs no login.',
    seen: ['vault #6491', 'vault #2472', 'vault #18510', 'CVE-2025-52894'],
    tests: [
      [routes, 'every route of the server is declared, and nothing else'],
      [matrix, '%s is for whom the table says'],
    ],
  },
  {
    cause: 'A name that is spelled otherwise has guesses of its own.',
    seen: ['CVE-2025-6004', 'CVE-2025-54998'],
    tests: [['test/scenarios/guessing-passwords.test.ts', 'the eleventh guess at a name']],
  },
  {
    cause: 'A one-time code counts twice, with a space in it or in another try.',
    seen: ['CVE-2025-6014', 'CVE-2025-6015'],
    tests: [
      ['test/scenarios/second-factor.test.ts', 'test.each(spellings)'],
      ['test/scenarios/second-factor.test.ts', 'nor an older one after a newer one'],
      ['test/scenarios/second-factor.test.ts', 'of two who use it at the same time one gets in'],
    ],
  },
  {
    cause: 'The answer to a login tells which names there are.',
    seen: ['CVE-2025-6011'],
    tests: [
      [
        'test/scenarios/guessing-passwords.test.ts',
        'it makes no difference whether somebody has the name',
      ],
    ],
  },
  {
    cause: 'The path that is judged is not the path that is served.',
    seen: ['CVE-2026-3605'],
    tests: [['test/scenarios/paths-as-written.test.ts', 'a member is turned away %s']],
  },
  {
    cause: 'One way to the data does not ask from which address somebody comes.',
    seen: ['Teleport #65086', '#65090', '#65093', '#65094', '#65095'],
    tests: [
      ['test/contracts/address-rules.test.ts', 'is turned away from %s, whatever it wants'],
      [routes, '%s'],
    ],
  },
  {
    cause: 'A proof that somebody else signed lets a stranger in.',
    seen: ['GHSA-8cqv-pj7f-pwpc'],
    tests: [['test/contracts/device-denials.test.ts', '$title']],
  },
  {
    cause: 'A role that comes with the product may read the audit log.',
    seen: ['Teleport #66079'],
    tests: [
      [matrix, '%s is for whom the table says'],
      ['test/scenarios/operators.test.ts', 'an operator is turned away from %s, on the record'],
    ],
  },
  {
    cause:
      'What a client says of its own address is believed: in the log, in limits and in allow lists.',
    seen: ['Infisical #6645', 'coder #27236', 'OneUptime #3171', 'better-auth #10203'],
    tests: [['test/contracts/proxy-chains.test.ts', 'never one that somebody made up']],
  },
  {
    cause: 'Whoever was only invited, or is locked out, may act as if they belonged to it.',
    seen: ['CVE-2026-43913'],
    tests: [
      ['test/scenarios/second-factor.test.ts', 'the password alone opens nothing'],
      ['test/scenarios/looking-after-people.test.ts', 'whoever is locked out is out at once'],
    ],
  },
  {
    cause: 'One verb of a route does not ask whose the thing is.',
    seen: ['CVE-2026-27898'],
    tests: [
      ['test/contracts/swapped-identifiers.test.ts', '$name finds nothing of somebody else'],
      [matrix, 'by no other verb anything is done or told at %s'],
      [matrix, 'no header and no parameter turns another verb into %s'],
    ],
  },
  {
    cause: 'An account is matched by an address that nobody has verified.',
    seen: ['CVE-2026-47164'],
    tests: [
      [
        'test/scenarios/lessons-of-others.test.ts',
        'for the address that was invited, and for no other',
      ],
    ],
  },
  {
    cause: 'An administrator can take events out of the audit log.',
    seen: ['Teleport #1759'],
    tests: [['test/scenarios/lessons-of-others.test.ts', 'nobody deletes or changes an event']],
  },
]

test.each(lessons)('$cause', async ({ seen, tests }) => {
  expect(seen.length).toBeGreaterThan(0)
  expect(tests.length).toBeGreaterThan(0)
  for (const [file, title] of tests) {
    const source = await readFile(join(import.meta.dirname, '..', file), 'utf8')
    expect(source, `${file} has no test that says: ${title}`).toContain(title)
    expect(source).not.toMatch(/\.(skip|todo|only)\(/)
  }
})
