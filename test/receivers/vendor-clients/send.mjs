/**
 * Sends what it is given with a vendor's own client: `node send.mjs NAME < JSON`, with the receiver in `url`. The packages of
 * `package.json` lie beside it.
 */
import { text } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

const clients = {
  async elastic({ url, apiKey, index, operations }) {
    const { Client } = await import('@elastic/elasticsearch')
    await new Client({ node: url, auth: { apiKey } }).bulk({ index, operations })
  },

  async datadog({ url, apiKey, logs }) {
    const { client, v2 } = await import('@datadog/datadog-api-client')
    const baseServer = new client.BaseServerConfiguration(url, {})
    const settings = client.createConfiguration({ authMethods: { apiKeyAuth: apiKey }, baseServer })
    const body = logs.map(({ ddsource, ddtags, hostname, message, service, ...rest }) => ({
      ...{ ddsource, ddtags, hostname, message, service },
      additionalProperties: rest,
    }))
    await new v2.LogsApi(settings).submitLog({ body })
  },

  async splunk({ url, token, events }) {
    const { default: splunk } = await import('splunk-logging')
    const logger = new splunk.Logger({ url, token, maxBatchCount: events.length })
    await new Promise((resolve, reject) => {
      logger.error = reject
      for (const { event, ...metadata } of events)
        logger.send({ message: event, metadata }, (error) => (error ? reject(error) : resolve()))
    })
  },

  async clickhouse({ url, username, password, table, rows, settings }) {
    const { createClient } = await import('@clickhouse/client')
    const client = createClient({ url, username, password })
    await client.insert({
      table,
      values: rows,
      format: 'JSONEachRow',
      clickhouse_settings: settings,
    })
    await client.close()
  },

  /** Its client sends tokens over TLS only, so the way to the receiver is handed to it. */
  async azure({ url, endpoint, rule, stream, rows }) {
    const { LogsIngestionClient } = await import('@azure/monitor-ingestion')
    const getToken = async () => ({ token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 })
    const sendRequest = async (request) => {
      const { pathname, search } = new URL(request.url)
      const { method, headers, body: sent } = request
      const { 'content-encoding': encoding, ...plain } = headers.toJSON()
      const body = encoding === 'gzip' ? gunzipSync(sent) : sent
      const answer = await fetch(`${url}${pathname}${search}`, { method, headers: plain, body })
      return { request, status: answer.status, headers, bodyAsText: await answer.text() }
    }
    const client = new LogsIngestionClient(endpoint, { getToken }, { httpClient: { sendRequest } })
    await client.upload(rule, stream, rows)
  },
}

await clients[process.argv[2]](JSON.parse(await text(process.stdin)))
