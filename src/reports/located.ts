import type { ShownEvent } from '../events/shown-event.ts'
import { locationText, type Place } from '../geo/place.ts'

export type PlaceOf = (address: string) => Place | undefined

/**
 * The event with where its address is, which queries ask for and people read: `country` and `geo_location`. What another log
 * said about the place stays. An event as it is proved has neither.
 */
export function located(event: ShownEvent, placeOf: PlaceOf | undefined): ShownEvent {
  const { remote_address } = event
  const place = remote_address === undefined ? undefined : placeOf?.(remote_address)
  if (!place) return event
  const { country_code } = place
  return {
    ...(country_code && { country: country_code }),
    geo_location: locationText(place),
    ...event,
  }
}
