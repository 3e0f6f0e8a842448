import { z } from 'zod'
import { bulkLimits, bulkLine, bulkSender } from '../bulk.ts'
import { address, formatted, jsonFormat, pathPart, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('Address of Elasticsearch, such as https://elastic.example.com:9200'),
  api_key: secret('API key, encoded'),
  data_stream: pathPart('Data stream').default('logs-keepwatch.audit-default'),
  format: jsonFormat('ecs'),
  ...trust,
})

/** Elasticsearch by `_bulk` into a data stream; what is there already counts as done. */
export const elastic = targetType({
  name: 'elastic',
  title: 'Elasticsearch',
  settings,
  limits: () => bulkLimits,
  line: (event, { format }, tools) => bulkLine(event, formatted(event, format, tools)),
  open: ({ url, api_key, data_stream: dataStream, ...rest }, tools) =>
    bulkSender({ url, dataStream, authorization: `ApiKey ${api_key}`, trust: rest }, tools),
})
