import type { ReportRow } from '../../../src/client/reports.ts'
import type { LeftVersion } from '../exposure/exposure-data.ts'

/** Somebody and a secret that left to them: how often, in which version at last, and from when to when. */
export type Edge = {
  readonly id: string
  readonly label: string
  readonly field: 'record_uid' | 'device_uid' | 'username'
  readonly times: number
  readonly revision: number | undefined
  readonly status: string
  /** Milliseconds since 1970. */
  readonly first: number
  readonly last: number
}

const worse = (a: string, b: string) => (a === 'rotate' || b === 'rotate' ? 'rotate' : a)

/** The versions of one secret, or what left to one reader, told together. */
function together(edges: readonly Edge[]): readonly Edge[] {
  const found = new Map<string, Edge>()
  for (const edge of edges) {
    const before = found.get(edge.id)
    found.set(
      edge.id,
      before
        ? {
            ...edge,
            times: before.times + edge.times,
            revision: Math.max(before.revision ?? 0, edge.revision ?? 0) || undefined,
            status: worse(before.status, edge.status),
            first: Math.min(before.first, edge.first),
            last: Math.max(before.last, edge.last),
          }
        : edge,
    )
  }
  return [...found.values()].sort((a, b) => b.last - a.last)
}

/** Which secrets left to somebody, from what an exposure tells. */
export const secretsOf = (rows: readonly LeftVersion[]): readonly Edge[] =>
  together(
    rows.map(({ record_uid, revision, status, times, first_left, last_left }) => ({
      ...{
        id: record_uid,
        label: record_uid,
        field: 'record_uid' as const,
        times,
        revision,
        status,
      },
      first: Date.parse(first_left),
      last: Date.parse(last_left),
    })),
  )

/** To whom a secret left, from the rows of the ready-made exposure. */
export const readersOf = (rows: readonly ReportRow[]): readonly Edge[] =>
  together(
    rows.map((row) => {
      const device = row['device_uid']
      return {
        id: String(device ?? row['username']),
        label: String(row['device_name'] ?? row['username']),
        field: device === undefined ? ('username' as const) : ('device_uid' as const),
        times: Number(row['occurrences']),
        revision: Number(row['revision']),
        status: String(row['status']),
        first: Number(row['first_created']) * 1_000,
        last: Number(row['last_created']) * 1_000,
      }
    }),
  )
