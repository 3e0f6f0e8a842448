/** What an exposure is asked about: one of these, and since when. The address of the screen holds it. */

export const kinds = [
  { kind: 'device', label: 'Device', example: 'ci-runner' },
  { kind: 'app', label: 'Application', example: 'its UID' },
  { kind: 'user', label: 'Person', example: 'bob@example.com' },
  { kind: 'address', label: 'Address', example: '203.0.113.0/24' },
] as const

export type ExposureKind = (typeof kinds)[number]['kind']

export type Asked = { readonly [Kind in ExposureKind]?: string } & { readonly since?: string }

const text = (value: unknown) => (value === undefined || value === '' ? undefined : String(value))

export function askedIn(search: Record<string, unknown>): Asked {
  const named = kinds.flatMap(({ kind }) => {
    const value = text(search[kind])
    return value === undefined ? [] : [[kind, value] as const]
  })
  const since = text(search['since'])
  return { ...Object.fromEntries(named.slice(0, 1)), ...(since !== undefined && { since }) }
}

/** Which of them is asked about, and what. */
export function subjectOf(asked: Asked) {
  const found = kinds.find(({ kind }) => asked[kind] !== undefined)
  return found && { kind: found.kind, label: found.label, who: asked[found.kind] ?? '' }
}

export const times = [
  { value: '', label: 'All time' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
]
