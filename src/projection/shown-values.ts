import { personalFields } from '../events/field.ts'
import { erased } from '../events/shown-event.ts'
import type { Place } from '../geo/place.ts'
import { locationText } from '../geo/place.ts'
import type { Scalar } from '../kernel/canonical-json.ts'
import type { Store } from '../store/store.ts'
import type { Keeper } from './keeping.ts'
import type { Layout } from './layout.ts'
import { columnName } from './sql-text.ts'

/** Shows every value of a field with its number. */
export type Visit = (see: (id: number, value: Scalar) => void) => Promise<void>

type Opened = { readonly erasures: number; readonly values: Scalar[] }

const openedAtOnce = 1_000

/**
 * The values of fields as readers see them. The projection holds commitments in the place of personal values, as the log does;
 * what they stand for is looked up in the store, so that nothing here has to be erased.
 */
export function shownValues(
  { dictionary, erasures }: Pick<Keeper, 'dictionary' | 'erasures'>,
  { layout, store }: { readonly layout: Layout; readonly store: Pick<Store, 'read'> },
) {
  const opened = new Map<string, Opened>()

  async function open(values: Scalar[], wanted: readonly (readonly [number, Scalar])[]) {
    for (let at = 0; at < wanted.length; at += openedAtOnce)
      await store.read(async ({ personal }) => {
        for (const [id, commitment] of wanted.slice(at, at + openedAtOnce))
          values[id] = (await personal.open(String(commitment)))?.value ?? erased
      })
  }

  async function personal(
    field: string,
    at: number,
  ): Promise<readonly (readonly [number, Scalar])[]> {
    const known = opened.get(field)
    const kept = known?.erasures === erasures() ? known : { erasures: erasures(), values: [] }
    const wanted: [number, Scalar][] = []
    await dictionary.visit(at, (id, commitment) => {
      if (kept.values[id] === undefined) wanted.push([id, commitment])
    })
    await open(kept.values, wanted)
    opened.set(field, kept)
    return [...kept.values.entries()].filter(([, value]) => value !== undefined)
  }

  return {
    /** The values of a field of events. */
    of:
      (field: string): Visit =>
      async (see) => {
        const at = layout.columnOf.get(field)
        if (at === undefined) return
        if (!personalFields.has(field)) return dictionary.visit(at, see)
        for (const [id, value] of await personal(field, at)) see(id, value)
      },
  }
}

export type ShownValues = ReturnType<typeof shownValues>

/** Where an address is, if anybody knows. */
export type PlaceOf = (address: string) => Place | undefined

/** Fields that an event has by the place of its address, unless it brought its own (`located` in reports). */
export const placeFields: Readonly<Record<string, (place: Place) => string>> = {
  country: ({ country_code }) => country_code,
  geo_location: locationText,
}

/** The field that says where an event came from. */
export const addressField = 'remote_address'

/** Rows that did not bring a field themselves, and have it by the place of their address. */
export const isPlaced = (own: number, hasAddress: string): string =>
  `(${columnName(own)} = 0 and ${hasAddress})`

/** What a field is by the place of the address with that number. */
export const visitPlaces =
  (
    field: string,
    { shown, placeOf }: { shown: ShownValues; placeOf: PlaceOf | undefined },
  ): Visit =>
  async (see) => {
    const tell = placeFields[field]
    if (!tell || !placeOf) return
    await shown.of(addressField)((id, address) => {
      const place = placeOf(String(address))
      const value = place && tell(place)
      if (value !== undefined && value !== '') see(id, value)
    })
  }
