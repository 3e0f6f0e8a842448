import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  addAlert,
  alertOf,
  backtestAlert,
  listAlerts,
  listChannels,
  listReady,
  type ShownAlert,
} from '../../../src/client/alerts.ts'
import { useRows } from '../report-data.ts'
import { api } from '../session.ts'
import type { DraftRule } from './draft.ts'

const everyMs = 10_000
/** What is looked at by itself is looked at more often. */
const oftenMs = 3_000
const key = ['alerts']

/** Every alert and how it stands; looked at again every few seconds, which leaves no event. */
export const useAlerts = (isWanted = true) =>
  useQuery({
    queryKey: key,
    queryFn: () => listAlerts(api),
    refetchInterval: everyMs,
    staleTime: 0,
    enabled: isWanted,
  })

export const useAlert = (alert: string) =>
  useQuery({
    queryKey: [...key, alert],
    queryFn: () => alertOf(api, alert).show(),
    refetchInterval: oftenMs,
    staleTime: 0,
  })

/** The alerts that come with the product. */
export const useReadyAlerts = () =>
  useQuery({
    queryKey: ['ready-alerts'],
    queryFn: () => listReady(api),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useChannels = () =>
  useQuery({
    queryKey: ['channels'],
    queryFn: () => listChannels(api),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What was sent lately, with every attempt. */
export const useDeliveries = (alert: string) =>
  useQuery({
    queryKey: [...key, alert, 'deliveries'],
    queryFn: () => alertOf(api, alert).deliveries(),
    refetchInterval: oftenMs,
    staleTime: 0,
  })

export type Delivery = NonNullable<ReturnType<typeof useDeliveries>['data']>[number]

type One = ReturnType<typeof alertOf>

/** Does something to an alert; whatever is shown of alerts is asked for again. */
export function useAct<Input, Result>(
  alert: string,
  act: (one: One, input: Input) => Promise<Result>,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => act(alertOf(api, alert), input),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** The same for what needs nothing more to be said. */
export const useDo = <Result>(alert: string, act: (one: One) => Promise<Result>) =>
  useAct<void, Result>(alert, act)

/** Makes an alert, or changes the one of that number. Gives its number. */
export function useSave(alert: string | undefined) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (rule: DraftRule) =>
      alert === undefined ? addAlert(api, { rule }) : alertOf(api, alert).change({ rule }),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

export type Asked = {
  readonly alert: string | undefined
  readonly rule: DraftRule
  readonly days: number
}

/** How often a rule that is being written would have come true. A question that is no longer asked is given up. */
export const useBacktest = ({ alert, rule, days }: Asked) =>
  useQuery({
    queryKey: ['backtest', alert, rule, days],
    queryFn: ({ signal }) =>
      backtestAlert(api, { ...(alert !== undefined && { alert }), rule, days }, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export type Backtest = NonNullable<ReturnType<typeof useBacktest>['data']>

const dayS = 86_400
const days = 7

/** How often each alert came true on each of the last seven days, by its UID; today is the last. */
export function useWeek(): ReadonlyMap<string, readonly number[]> {
  const { data } = useRows('last:7d event:audit_alert_sent report:day group:alert_uid limit:-1')
  const today = new Date().setHours(0, 0, 0, 0) / 1000
  const week = new Map<string, number[]>()
  for (const row of data ?? []) {
    const uid = String(row['alert_uid'] ?? '')
    const at = days - 1 - Math.round((today - Number(row['created'])) / dayS)
    const counts = week.get(uid) ?? Array.from({ length: days }, () => 0)
    if (at >= 0 && at < days) counts[at] = Number(row['occurrences'])
    week.set(uid, counts)
  }
  return week
}

export type { ShownAlert }
