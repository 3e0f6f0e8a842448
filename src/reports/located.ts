import type { ShownEvent } from '../events/shown-event.ts'
import { locationText, type Place } from '../geo/place.ts'

export type PlaceOf = (address: string) => Place | undefined
type Events = AsyncIterable<ShownEvent>

const placeIn = ({ remote_address }: ShownEvent, placeOf: PlaceOf) =>
  remote_address === undefined ? undefined : placeOf(remote_address)

/** Events with the country of their address, which queries ask for. */
export async function* withCountry(events: Events, placeOf: PlaceOf): AsyncGenerator<ShownEvent> {
  for await (const event of events) {
    const country = placeIn(event, placeOf)?.country_code
    yield country ? { country, ...event } : event
  }
}

/** Events with `geo_location` for people to read. What another log said about the place stays. */
export async function* withLocation(events: Events, placeOf: PlaceOf): AsyncGenerator<ShownEvent> {
  for await (const event of events) {
    const place = placeIn(event, placeOf)
    yield place ? { geo_location: locationText(place), ...event } : event
  }
}
