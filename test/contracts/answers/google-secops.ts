import { generateKeyPairSync } from 'node:crypto'
import { type AnswerTable, json, notFromThem, usualAnswers } from '../../support/answer-table.ts'

const error = (code: number, status: string) =>
  json(code, { error: { code, message: status, status } })
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })

/** Google, "ImportLogs" of the Chronicle API (4 MB a request) and google.rpc.Code. */
export const googleSecops: AnswerTable = {
  name: 'google-secops',
  settings: (url) => ({
    url,
    project: 'my-project',
    instance: '11111111-2222-3333-4444-555555555555',
    forwarder: '66666666-7777-8888-9999-000000000000',
    service_account: JSON.stringify({
      client_email: 'keepwatch@my-project.iam.gserviceaccount.com',
      private_key: pem,
      token_uri: `${url}/token`,
    }),
  }),
  most: { events: 10_000, bytes: 4_000_000, eventBytes: 1_000_000 },
  token: {
    path: /\/token$/,
    answer: json(200, { access_token: 'ya29.c', expires_in: 3599, token_type: 'Bearer' }),
  },
  answers: [
    ...usualAnswers,
    notFromThem(202),
    { when: 'OK', answer: json(200, {}), becomes: 'done' },
    { when: 'INVALID_ARGUMENT', answer: error(400, 'INVALID_ARGUMENT'), becomes: 'dead' },
    { when: 'UNAUTHENTICATED', answer: error(401, 'UNAUTHENTICATED'), becomes: 'paused' },
    { when: 'PERMISSION_DENIED', answer: error(403, 'PERMISSION_DENIED'), becomes: 'paused' },
    { when: 'NOT_FOUND', answer: error(404, 'NOT_FOUND'), becomes: 'paused' },
    { when: 'RESOURCE_EXHAUSTED', answer: error(429, 'RESOURCE_EXHAUSTED'), becomes: 'again' },
    { when: 'UNAVAILABLE', answer: error(503, 'UNAVAILABLE'), becomes: 'again' },
    {
      when: 'the key was revoked',
      at: 'token',
      answer: json(400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' }),
      becomes: 'paused',
    },
    { when: 'the token server is away', at: 'token', answer: { status: 503 }, becomes: 'again' },
  ],
}
