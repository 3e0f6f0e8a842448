import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { listTargets, targetOf } from '../../../src/client/targets.ts'
import { api } from '../session.ts'

const everyMs = 5_000

const queryKey = ['targets']

/** Where events go, how it fares and how far behind it is; looked at again every few seconds, which leaves no event. */
export const useDestinations = (isWanted = true) =>
  useQuery({
    queryKey,
    queryFn: () => listTargets(api),
    refetchInterval: everyMs,
    staleTime: 0,
    enabled: isWanted,
  })

export type Destination = NonNullable<ReturnType<typeof useDestinations>['data']>[number]

/** What can be done to a destination from the list. */
export type Order = 'test' | 'pause' | 'resume' | 'resend'

/** Does it; the list is asked for again. */
export function useOrder(name: string) {
  const client = useQueryClient()
  return useMutation<unknown, Error, Order>({
    mutationFn: (order) => targetOf(api, name)[order](),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}
