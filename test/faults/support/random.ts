/** Chance that can be repeated: the same seed draws the same numbers. */
export type Random = {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number
  chance(probability: number): boolean
  /** The seed of something that draws on its own. */
  seed(): number
}

const span = 2 ** 32

/** Steele and Vigna's SplitMix, at 32 bits: short, and good enough to choose what breaks when. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  return {
    below: (limit) => Math.floor((next() / span) * limit),
    chance: (probability) => next() / span < probability,
    seed: next,
  }
}

/** KEEPWATCH_FAULTS_SEED repeats a run; otherwise each run draws another one. */
export const faultSeed = (): number =>
  Number(process.env['KEEPWATCH_FAULTS_SEED'] ?? Math.floor(Math.random() * span))

/** Prints what a run amounted to, beside the verdict of the test runner. */
export const say = (title: string, figures: Readonly<Record<string, number | string>>): void => {
  const shown = Object.entries(figures).map(([name, figure]) => `${name} ${figure}`)
  process.stdout.write(`${title}: ${shown.join(', ')}\n`)
}
