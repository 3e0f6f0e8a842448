import { z } from 'zod'
import { basic } from '../basic-auth.ts'
import { bulkLimits, bulkLine, bulkSender } from '../bulk.ts'
import { address, formatted, jsonFormat, line, pathPart, secret, trust } from '../setting.ts'
import { targetType } from '../target.ts'

const settings = z.strictObject({
  url: address('Address of OpenSearch, such as https://opensearch.example.com:9200'),
  username: line('User'),
  password: secret('Password'),
  data_stream: pathPart('Data stream').default('keepwatch-audit'),
  format: jsonFormat('ecs'),
  ...trust,
})

/** OpenSearch by `_bulk` into a data stream; what is there already counts as done. */
export const opensearch = targetType({
  name: 'opensearch',
  title: 'OpenSearch',
  settings,
  limits: () => bulkLimits,
  line: (event, { format }, tools) => bulkLine(event, formatted(event, format, tools)),
  open: ({ url, username, password, data_stream: dataStream, ...rest }, tools) =>
    bulkSender({ url, dataStream, authorization: basic(username, password), trust: rest }, tools),
})
