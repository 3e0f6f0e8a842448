import {
  add,
  again,
  and,
  type Code,
  get,
  integer,
  isLess,
  load,
  loadFourTimes,
  or,
  plus,
  set,
  shiftLeft,
  shiftRight,
  store,
  xor,
} from './wasm-code.ts'
import type { WasmFunction } from './wasm-module.ts'

/** SHA-256 (FIPS 180-4) of four messages at once: where the standard has a word, here is a vector with that word of each. */

export const upTo = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => at)

/** The first primes: what no earlier one divides. */
function primes(count: number): readonly number[] {
  const found: number[] = []
  for (let number = 2; found.length < count; number++)
    if (found.every((prime) => number % prime !== 0)) found.push(number)
  return found
}
const bitsBehindThePoint = (value: number) => Math.floor((value % 1) * 2 ** 32)

/** K, a word for each round (§4.2.2), and H⁽⁰⁾, with which every hash begins (§5.3.3). The memory begins with them. */
export const constants = (): readonly number[] => [
  ...primes(64).map((prime) => bitsBehindThePoint(Math.cbrt(prime))),
  ...primes(8).map((prime) => bitsBehindThePoint(Math.sqrt(prime))),
]

/** Where the eight words of H⁽⁰⁾ lie, the eight vectors of H⁽ⁱ⁾, the sixteen of M⁽ⁱ⁾, and what is behind them all. */
export const places = { initial: 256, hash: 288, block: 416, end: 672 } as const
const start = integer(0)

const rotate = (x: Code, bits: number) => or(shiftRight(x, bits), shiftLeft(x, 32 - bits))

// §4.1.2. For Ch and Maj there are ways with an operation less.
const choice = (x: Code, y: Code, z: Code) => xor(z, and(x, xor(y, z)))
const majority = (x: Code, y: Code, z: Code) => xor(y, and(xor(x, y), xor(y, z)))
const sum0 = (x: Code) => xor(rotate(x, 2), rotate(x, 13), rotate(x, 22))
const sum1 = (x: Code) => xor(rotate(x, 6), rotate(x, 11), rotate(x, 25))
const sigma0 = (x: Code) => xor(rotate(x, 7), rotate(x, 18), shiftRight(x, 3))
const sigma1 = (x: Code) => xor(rotate(x, 17), rotate(x, 19), shiftRight(x, 10))

// The locals: where this turn's sixteen words of K begin, the last sixteen words of W, the working variables, and T₁.
const [turn, schedule, variables, t1] = [0, 1, 17, 25] as const
const w = (t: number) => schedule + (t % 16)

/** W_t, in the place of W_{t-16} (§6.2.2, step 1). */
const scheduled = (t: number): Code =>
  set(w(t), add(sigma1(get(w(t - 2))), get(w(t - 7)), sigma0(get(w(t - 15))), get(w(t - 16))))

/** Step 3. Nothing moves from h to g and so on: what is `a` in one round is called `b` in the next. */
function round(t: number): Code {
  const place = (letter: string) => variables + (('abcdefgh'.indexOf(letter) + 16 - t) % 8)
  const v = (letter: string) => get(place(letter))
  const k = loadFourTimes(get(turn), 4 * t)
  return [
    set(t1, add(v('h'), sum1(v('e')), choice(v('e'), v('f'), v('g')), k, get(w(t)))),
    set(place('d'), add(v('d'), get(t1))),
    set(place('h'), add(get(t1), sum0(v('a')), majority(v('a'), v('b'), v('c')))),
  ]
}

const turnBytes = 16 * 4
const rounds = upTo(16)

/** One block: H⁽ⁱ⁾ from H⁽ⁱ⁻¹⁾ and M⁽ⁱ⁾ (§6.2.2). Sixteen rounds a turn; the last turn needs no words for one behind it. */
export const compress = (): WasmFunction => ({
  parameters: 0,
  integers: 1,
  vectors: 25,
  body: [
    rounds.map((t) => set(w(t), load(start, places.block + 16 * t))),
    upTo(8).map((at) => set(variables + at, load(start, places.hash + 16 * at))),
    again(
      [
        rounds.map((t) => [round(t), scheduled(t + 16)]),
        set(turn, plus(get(turn), integer(turnBytes))),
      ],
      isLess(get(turn), integer(3 * turnBytes)),
    ),
    rounds.map(round),
    upTo(8).map((at) => {
      const place = places.hash + 16 * at
      return store(start, place, add(get(variables + at), load(start, place)))
    }),
  ],
})
