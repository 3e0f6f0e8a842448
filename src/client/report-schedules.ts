import type { ApiClient } from './api.ts'

/** Reports that are sent by the clock, as their API has them. */

type Routes = ApiClient['reports']['schedules']
type One = Routes[':name']
type NewSchedule = Parameters<Routes['$post']>[0]['json']
type Changes = Parameters<One['$put']>[0]['json']

export const listSchedules = async (api: ApiClient) => (await api.reports.schedules.$get()).json()

export const addSchedule = async (api: ApiClient, json: NewSchedule) =>
  (await api.reports.schedules.$post({ json })).json()

export const listWays = async (api: ApiClient) => (await api.reports.ways.$get()).json()

/** Everything that can be asked of one schedule. */
export const scheduleOf = (api: ApiClient, wanted: string) => {
  const one = api.reports.schedules[':name']
  const name = encodeURIComponent(wanted)
  const param = { name }
  return {
    show: async () => (await one.$get({ param })).json(),
    change: async (json: Changes) => (await one.$put({ param, json })).json(),
    remove: async () => (await one.$delete({ param })).json(),
    pause: async () => (await one.pause.$post({ param })).json(),
    resume: async () => (await one.resume.$post({ param })).json(),
    run: async () => (await one.runs.$post({ param })).json(),
    history: async () => (await one.runs.$get({ param })).json(),
    /** The bytes of the file that a run made. */
    file: async (run: string) =>
      new Uint8Array(
        await (await one.runs[':run'].file.$get({ param: { name, run } })).arrayBuffer(),
      ),
  }
}
