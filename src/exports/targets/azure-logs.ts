import { z } from 'zod'
import type { TokenSource } from '../bearer-token.ts'
import { asArray, httpSender } from '../http-sender.ts'
import { takenWith } from '../http-verdict.ts'
import { address, line, pathPart, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  endpoint: address('Data collection endpoint, https://….ingest.monitor.azure.com'),
  rule: pathPart('Immutable id of the data collection rule (dcr-…)'),
  stream: pathPart('Stream').default('Custom-KeeperSecurityEventNewLogs'),
  tenant: pathPart('Tenant id'),
  client_id: pathPart('Application (client) id'),
  client_secret: secret('Client secret'),
  authority: address('Entra ID').default('https://login.microsoftonline.com'),
  scope: line('Scope').default('https://monitor.azure.com/.default'),
  ...trust,
})

type Settings = z.output<typeof settings>

/** The client credentials flow of the Microsoft identity platform. */
const entra = ({ authority, tenant, client_id, client_secret, scope }: Settings): TokenSource => ({
  title: 'Entra ID',
  request: () => ({
    url: `${authority}/${tenant}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `${new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret, scope })}`,
  }),
})

/** Azure Monitor's Logs Ingestion API, for Sentinel; the columns are those of Keeper's own Sentinel connector, and ours. */
export const azureLogs = targetType({
  name: 'azure-logs',
  title: 'Microsoft Sentinel (Azure Logs Ingestion)',
  settings,
  limits: () => ({ events: 1_000, bytes: 900_000, eventBytes: 60_000, ageMs: 500 }),
  line: (event) =>
    JSON.stringify({
      TimeGenerated: event.timestamp,
      Seq: event.seq,
      LeafHash: event.leaf_hash,
      EventId: event.event_id,
      AuditEvent: event.audit_event,
      Category: event.category,
      Severity: event.severity,
      Outcome: event.outcome,
      Username: event.username,
      RemoteAddress: event.remote_address,
      ClientVersion: event.client_version,
      EnterpriseId: event['enterprise_id'],
      Timestamp: event.timestamp,
      Message: event.message,
      Data: event,
    }),
  open: (given, tools) =>
    httpSender({
      tools,
      trust: given,
      token: entra(given),
      request: (units) => ({
        url: `${given.endpoint}/dataCollectionRules/${given.rule}/streams/${given.stream}?api-version=2023-01-01`,
        headers: { 'content-type': 'application/json' },
        body: asArray(units),
      }),
      judge: takenWith(204),
    }),
})
