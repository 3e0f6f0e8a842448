import { canonicalAddress } from './client-address.ts'

/** A name as it was written, and what stands for it in the log. */
export type Spelling = { readonly value: string; readonly commitment: string }

/** What a name may stand in the middle of: another name. */
const partOfName = String.raw`[\p{L}\p{N}._%+'-]`
const special = /[\\^$.*+?()[\]{}|/-]/g

/** Whatever could be an address, with the length of a network behind it. */
const likeAddress = /[0-9a-f:.%]*[:.][0-9a-f:.%]*(?:\/\d{1,3})?/gi

/**
 * Puts commitments where a text names somebody, in capitals or not, such as the filter of an alert. A longer name that only contains
 * this one stays. A commitment is a value that no event shows, so a filter that named the person finds nobody from then on.
 */
export function withoutPerson(spellings: readonly Spelling[]): (text: string) => string {
  const [known] = spellings
  if (!known) return (text) => text
  const exact = new Map(spellings.map(({ value, commitment }) => [value.trim(), commitment]))
  const name = known.value.trim().replaceAll(special, String.raw`\$&`)
  const found = new RegExp(`(?<!${partOfName})${name}(?!${partOfName}*[\\p{L}\\p{N}])`, 'giu')
  return (text) => text.replaceAll(found, (one) => exact.get(one) ?? known.commitment)
}

function isAddress(text: string, address: string): boolean {
  const [spelled = '', bits] = text.split('/')
  const isWhole = bits === undefined || bits === (spelled.includes(':') ? '128' : '32')
  return isWhole && canonicalAddress(spelled) === address
}

/** The same for an address, however it is spelled. A network that contains it stays. */
export function withoutAddress(address: string, [known]: readonly Spelling[]) {
  return (text: string): string =>
    text.replaceAll(likeAddress, (one) => {
      if (!known) return one
      if (isAddress(one, address)) return known.commitment
      // Behind the name of a field stands a colon.
      const [, field = '', rest = ''] = /^([0-9a-f]*:)(.*)$/i.exec(one) ?? []
      return isAddress(rest, address) ? field + known.commitment : one
    })
}

/** Changes every text in an object that was kept as JSON; a text that is none is a text. */
export function inJson(kept: string, change: (text: string) => string): string {
  if (!kept.startsWith('{')) return change(kept)
  try {
    return JSON.stringify(
      JSON.parse(kept, (_, value: unknown) => (typeof value === 'string' ? change(value) : value)),
    )
  } catch {
    return change(kept)
  }
}
