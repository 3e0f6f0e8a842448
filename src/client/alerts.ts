import type { ApiClient } from './api.ts'

/** Alerts, as their API has them. An alert is named by its number, its name or its UID. */

type Routes = ApiClient['alerts']
type One = Routes[':alert']
type NewAlert = Parameters<Routes['$post']>[0]['json']
type Changes = Parameters<One['$put']>[0]['json']
type Snooze = Parameters<One['snooze']['$post']>[0]['json']
type NewRecipient = Parameters<One['recipients']['$post']>[0]['json']
type RecipientChanges = Parameters<One['recipients'][':recipient']['$put']>[0]['json']

export const listAlerts = async (api: ApiClient) => (await api.alerts.$get()).json()

export const addAlert = async (api: ApiClient, json: NewAlert) =>
  (await api.alerts.$post({ json })).json()

type Backtest = Parameters<Routes['backtest']['$post']>[0]['json']

type Decoy = Parameters<Routes['decoys'][':record_uid']['$put']>[0]['json']

export const markDecoy = async (api: ApiClient, record_uid: string, json: Decoy) =>
  (await api.alerts.decoys[':record_uid'].$put({ param: { record_uid }, json })).json()

export const unmarkDecoy = async (api: ApiClient, record_uid: string) =>
  (await api.alerts.decoys[':record_uid'].$delete({ param: { record_uid } })).json()

/** How often a rule would have come true. */
export const backtestAlert = async (api: ApiClient, json: Backtest, signal?: AbortSignal) =>
  (await api.alerts.backtest.$post({ json }, signal && { init: { signal } })).json()

export const listReady = async (api: ApiClient) => (await api.alerts.ready.$get()).json()

export const listChannels = async (api: ApiClient) => (await api.alerts.channels.$get()).json()

/** Who is told of one alert. */
const recipientsOf = (one: One, alert: string) => ({
  add: async (json: NewRecipient) =>
    (await one.recipients.$post({ param: { alert }, json })).json(),
  change: async (recipient: string, json: RecipientChanges) =>
    (await one.recipients[':recipient'].$put({ param: { alert, recipient }, json })).json(),
  remove: async (recipient: string) =>
    (await one.recipients[':recipient'].$delete({ param: { alert, recipient } })).json(),
})

/** Everything that can be asked of one alert. */
export const alertOf = (api: ApiClient, alert: string) => {
  const one = api.alerts[':alert']
  const param = { alert }
  return {
    show: async () => (await one.$get({ param })).json(),
    change: async (json: Changes) => (await one.$put({ param, json })).json(),
    remove: async () => (await one.$delete({ param })).json(),
    enable: async () => (await one.enable.$post({ param })).json(),
    disable: async () => (await one.disable.$post({ param })).json(),
    resetCounts: async () => (await one['reset-counts'].$post({ param })).json(),
    acknowledge: async (note?: string) =>
      (await one.acknowledge.$post({ param, json: note ? { note } : {} })).json(),
    snooze: async (json: Snooze) => (await one.snooze.$post({ param, json })).json(),
    test: async (recipient?: string) =>
      (await one.test.$post({ param, json: recipient === undefined ? {} : { recipient } })).json(),
    deliveries: async () => (await one.deliveries.$get({ param })).json(),
    resend: async (message_uid?: string) =>
      (
        await one.deliveries.resend.$post({
          param,
          json: message_uid === undefined ? {} : { message_uid },
        })
      ).json(),
    recipients: recipientsOf(one, alert),
  }
}

export type ShownAlert = Awaited<ReturnType<typeof listAlerts>>[number]
