import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  addTarget,
  listKinds,
  listTargets,
  previewTarget,
  targetOf,
} from '../../../src/client/targets.ts'
import { api } from '../session.ts'

const everyMs = 5_000
const oftenMs = 2_000

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

export const useDestination = (name: string) =>
  useQuery({
    queryKey: [...queryKey, name],
    queryFn: () => targetOf(api, name).show(),
    refetchInterval: oftenMs,
    staleTime: 0,
  })

/** What its receiver would not take, oldest first. */
export const useDeadLetters = (name: string, count: number) =>
  useQuery({
    queryKey: [...queryKey, name, 'dead-letters', count],
    queryFn: () => targetOf(api, name).deadLetters(),
    enabled: count > 0,
    placeholderData: keepPreviousData,
  })

/** The kinds of destinations, with what each needs. */
export const useKinds = () =>
  useQuery({
    queryKey: ['target-kinds'],
    queryFn: () => listKinds(api),
    staleTime: Number.POSITIVE_INFINITY,
  })

export type Kind = NonNullable<ReturnType<typeof useKinds>['data']>[number]

type One = ReturnType<typeof targetOf>

/** Does something to a destination; what is shown of them is asked for again. */
function useTarget<Input, Result>(name: string, act: (one: One, input: Input) => Promise<Result>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => act(targetOf(api, name), input),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}

/** The same for what needs nothing more to be said. */
export const useTargetOnce = <Result>(name: string, act: (one: One) => Promise<Result>) =>
  useTarget<void, Result>(name, act)

/** What can be done to a destination from the list. */
export type Order = 'test' | 'pause' | 'resume' | 'resend'

export const useOrder = (name: string) =>
  useTarget<Order, unknown>(name, (one, order) => one[order]())

export type NewDestination = {
  readonly name: string
  readonly kind: string
  readonly settings: object
  readonly filter: string
  /** Whether it is only made when a test message has arrived. */
  readonly test: boolean
  /** From when on it also gets what was before; empty for nothing of it. */
  readonly since: string
}

/** Makes a destination, and has it get what was before, if that is wanted. */
export function useNewDestination() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ test, since, ...made }: NewDestination) => {
      await addTarget(api, { ...made, settings: { ...made.settings } }, { test })
      if (since !== '') await targetOf(api, made.name).replay({ from: since })
      return made.name
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}

export type Previewed = Pick<NewDestination, 'kind' | 'settings' | 'filter'>

/** The newest event as a destination that is not there yet would get it. */
export const usePreview = (asked: Previewed | undefined) =>
  useQuery({
    queryKey: ['preview', asked],
    queryFn: () =>
      asked ? previewTarget(api, { ...asked, settings: { ...asked.settings } }) : null,
    enabled: asked !== undefined,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
