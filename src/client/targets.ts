import type { ApiClient } from './api.ts'

/** Export targets, as their API has them. */

type NewTarget = Parameters<ApiClient['targets']['$post']>[0]['json']
type Changes = Parameters<ApiClient['targets'][':name']['$put']>[0]['json']
type Replay = Parameters<ApiClient['targets'][':name']['replay']['$post']>[0]['json']

/** Whether a change takes effect only after a test message has arrived. */
export type Testing = { readonly test: boolean }

const asked = ({ test }: Testing) => (test ? {} : { query: { test: 'no' } })

export const addTarget = async (api: ApiClient, json: NewTarget, testing: Testing) =>
  (await api.targets.$post({ json, ...asked(testing) })).json()

export const listTargets = async (api: ApiClient) => (await api.targets.$get()).json()

type Preview = Parameters<ApiClient['targets']['preview']['$post']>[0]['json']

/** How the newest event leaves for a target that is not there yet. */
export const previewTarget = async (api: ApiClient, json: Preview) =>
  (await api.targets.preview.$post({ json })).json()

export const listKinds = async (api: ApiClient) => (await api.targets.kinds.$get()).json()

/** Everything that can be asked of one target. */
export const targetOf = (api: ApiClient, name: string) => {
  const one = api.targets[':name']
  const param = { name }
  return {
    show: async () => (await one.$get({ param })).json(),
    change: async (json: Changes, testing: Testing) =>
      (await one.$put({ param, json, ...asked(testing) })).json(),
    remove: async () => (await one.$delete({ param })).json(),
    test: async () => (await one.test.$post({ param })).json(),
    pause: async () => (await one.pause.$post({ param })).json(),
    resume: async () => (await one.resume.$post({ param })).json(),
    replay: async (json: Replay) => (await one.replay.$post({ param, json })).json(),
    deadLetters: async () => (await one['dead-letters'].$get({ param })).json(),
    resend: async () => (await one['dead-letters'].resend.$post({ param })).json(),
  }
}
