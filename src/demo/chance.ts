import { createHash } from 'node:crypto'

/** Numbers that look like chance and are the same every time. Never for anything that must not be guessed. */
export type Chance = {
  /** From 0 up to, but not including, 1. */
  fraction(): number
  /** A whole number; both ends belong to it. */
  between(least: number, most: number): number
  happens(probability: number): boolean
  pick<Item>(list: readonly Item[]): Item | undefined
}

const bytesUsed = 6

/** The numbers that belong to these names, for example to a seed, a device and a day. */
export function chance(...names: readonly (string | number)[]): Chance {
  const name = names.join(' ')
  let drawn = 0
  const fraction = () => {
    const digest = createHash('sha256').update(`${name} ${drawn++}`).digest()
    return digest.readUIntBE(0, bytesUsed) / 2 ** (8 * bytesUsed)
  }
  const between = (least: number, most: number) =>
    least + Math.floor(fraction() * (most - least + 1))
  return {
    fraction,
    between,
    happens: (probability) => fraction() < probability,
    pick: (list) => list[between(0, list.length - 1)],
  }
}
