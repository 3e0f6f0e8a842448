import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  addSchedule,
  listSchedules,
  listWays,
  scheduleOf,
} from '../../../src/client/report-schedules.ts'
import { api } from '../session.ts'
import { saveBlob } from './save-file.ts'

/** Reports that are sent by the clock. */

const key = ['schedules']
const oftenMs = 3_000

export const useSchedules = () => useQuery({ queryKey: key, queryFn: () => listSchedules(api) })

export type Schedule = NonNullable<ReturnType<typeof useSchedules>['data']>[number]

export const useSchedule = (name: string) =>
  useQuery({ queryKey: [...key, name], queryFn: () => scheduleOf(api, name).show() })

/** The runs of a schedule, newest first. */
export const useRuns = (name: string) =>
  useQuery({
    queryKey: [...key, name, 'runs'],
    queryFn: () => scheduleOf(api, name).history(),
    refetchInterval: oftenMs,
    staleTime: 0,
  })

export type Run = NonNullable<ReturnType<typeof useRuns>['data']>[number]

export const useWays = () =>
  useQuery({
    queryKey: ['report-ways'],
    queryFn: () => listWays(api),
    staleTime: Number.POSITIVE_INFINITY,
  })

type Adding = Parameters<typeof addSchedule>[1]

export function useAddSchedule() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (adding: Adding) => addSchedule(api, adding),
    onSuccess: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** What can be done to a schedule at once. */
export type Order = 'run' | 'pause' | 'resume' | 'remove'

export function useScheduleOrder(name: string) {
  const client = useQueryClient()
  return useMutation<unknown, Error, Order>({
    mutationFn: (order) => scheduleOf(api, name)[order](),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** The file that a run made. */
export const useRunFile = (name: string) =>
  useMutation({
    mutationFn: async ({ run, file }: Pick<Run, 'run' | 'file'>) => {
      const bytes = await scheduleOf(api, name).file(String(run))
      saveBlob(file ?? name, new Blob([bytes]))
    },
  })
