/** Where an address is, as far as a database knows it. */
export type Place = {
  /** ISO 3166-1 alpha-2. */
  readonly country_code: string
  readonly region?: string
  readonly city?: string
}

/** `City, Region, CC`, as Commander's `geo_location` has it; what is unknown is left out. */
export const locationText = ({ city, region, country_code }: Place): string =>
  [city, region, country_code].filter(Boolean).join(', ')
