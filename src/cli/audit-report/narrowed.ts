import { invalid } from '../../kernel/errors.ts'
import type { Condition } from '../../query/condition.ts'
import { exactly } from '../../query/pattern.ts'

const parts = (text: string): readonly string[] => text.split(',').map((part) => part.trim())

/**
 * Where the client is, as Commander writes it: `[[city,]region,]country`. Cities and regions are written as the
 * operator's location database has them.
 *
 * @throws `invalid` when it is anything else.
 */
export function placeConditions(text: string): readonly Condition[] {
  const named = parts(text)
  const country = named.at(-1)
  if (!country || named.length > 3 || named.includes(''))
    throw invalid('--geo-location is [[city,]region,]country, such as "Bavaria,DE"')
  const inCountry = { field: 'country', values: [exactly(country)] }
  if (named.length === 1) return [inCountry]
  const place = named.map(exactly).join(', ')
  return [
    inCountry,
    { field: 'geo_location', values: named.length === 3 ? [place] : [place, `*, ${place}`] },
  ]
}

/**
 * What the client is: its name or the letters of its version, then the beginning of its version: `JavaScript SDK,17`.
 *
 * @throws `invalid` when it is anything else.
 */
export function clientConditions(text: string): readonly Condition[] {
  const [type, version, ...more] = parts(text)
  if (!type || version === '' || more.length > 0)
    throw invalid('--device-type is type[,version], such as "Python SDK,17.3"')
  const isType = { field: 'client', values: [exactly(type)] }
  if (version === undefined) return [isType]
  return [isType, { field: 'version', values: [exactly(version), `${exactly(version)}.*`] }]
}
