import { type AnswerTable, json, notFromThem, usualAnswers } from '../../support/answer-table.ts'

const error = (status: number, code: string) => json(status, { error: { code, message: code } })
const entra = (status: number, name: string, description: string) =>
  json(status, { error: name, error_description: description })

/** Microsoft, "Logs Ingestion API in Azure Monitor" (1 MB a call, 64 KB a field) and Entra ID's token endpoint. */
export const azureLogs: AnswerTable = {
  name: 'azure-logs',
  settings: (url) => ({
    endpoint: url,
    rule: 'dcr-00000000000000000000000000000000',
    tenant: '11111111-2222-3333-4444-555555555555',
    client_id: '66666666-7777-8888-9999-000000000000',
    client_secret: 'a~client~secret',
    authority: url,
  }),
  most: { events: 10_000, bytes: 1_048_576, eventBytes: 65_536 },
  token: {
    path: /\/oauth2\/v2\.0\/token$/,
    answer: json(200, { token_type: 'Bearer', expires_in: 3599, access_token: 'eyJ0eXAi' }),
  },
  answers: [
    ...usualAnswers,
    notFromThem(),
    { when: 'it is taken', answer: { status: 204 }, becomes: 'done' },
    { when: 'the body is no array', answer: error(400, 'InvalidPayload'), becomes: 'dead' },
    {
      when: 'the token is for something else',
      answer: error(401, 'AuthenticationFailed'),
      becomes: 'paused',
    },
    {
      when: 'the application has no role on the rule',
      answer: error(403, 'OperationFailed'),
      becomes: 'paused',
    },
    { when: 'there is no such rule', answer: error(404, 'NotFound'), becomes: 'paused' },
    { when: 'it is too large', answer: error(413, 'ContentLengthLimitExceeded'), becomes: 'dead' },
    {
      when: 'the client secret is wrong',
      at: 'token',
      answer: entra(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.'),
      becomes: 'paused',
    },
    {
      when: 'there is no such tenant',
      at: 'token',
      answer: entra(400, 'invalid_request', 'AADSTS90002: Tenant not found.'),
      becomes: 'paused',
    },
    {
      when: 'there is no such application',
      at: 'token',
      answer: entra(400, 'unauthorized_client', 'AADSTS700016: Application not found.'),
      becomes: 'paused',
    },
    {
      when: 'Entra ID is away',
      at: 'token',
      answer: entra(503, 'temporarily_unavailable', 'AADSTS90033'),
      becomes: 'again',
    },
    {
      when: 'Entra ID has had enough',
      at: 'token',
      answer: entra(429, 'temporarily_unavailable', 'AADSTS90055'),
      becomes: 'again',
    },
  ],
}
