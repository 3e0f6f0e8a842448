import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listRecords } from '../../../src/client/records.ts'
import { knownUpTo, useEvents } from '../events/event-data.ts'
import { useLive } from '../events/use-live.ts'
import { api, useVault } from '../session.ts'
import { type Asked, subjectOf } from './asked.ts'

/** Every version of a secret that left, and whether it is still in use. That it is asked is on record. */
export const useExposure = (asked: Asked) =>
  useQuery({
    queryKey: ['exposure', asked],
    queryFn: async () => {
      const { app, ...rest } = asked
      const json = { ...rest, ...(app !== undefined && { app: [app] }) }
      return (await api.reports.exposure.$post({ json })).json()
    },
    enabled: subjectOf(asked) !== undefined,
    placeholderData: keepPreviousData,
  })

export type LeftVersion = NonNullable<ReturnType<typeof useExposure>['data']>[number]

/** The titles of records, by UID, as far as they are those of the reader’s own vault, and that is open. */
export function useTitles(): ReadonlyMap<string, string> | undefined {
  const vault = useVault()
  const { data } = useQuery({
    queryKey: ['record-titles'],
    queryFn: async () => {
      const records = vault ? await listRecords(vault) : []
      return new Map(records.map(({ record_uid, record }) => [record_uid, String(record.title)]))
    },
    enabled: vault !== undefined,
  })
  return data
}

/** What ends that a version is in use. */
const changes = 'event:record_update,app_client_record_update,record_delete'

/** Asks again as soon as one of the records is changed, so that the list ticks itself off. */
export function useTicking(rows: readonly LeftVersion[], again: () => void): void {
  const isOpen = rows.some(({ status }) => status === 'rotate')
  const { data } = useEvents(isOpen ? changes : `${changes} last:1m`)
  const newest = knownUpTo(data?.pages)
  const { lines: changed } = useLive(changes, { isOn: isOpen, after: newest })
  // biome-ignore lint/correctness/useExhaustiveDependencies: what arrives is the occasion
  useEffect(() => {
    if (changed.length > 0) again()
  }, [changed.length])
}
