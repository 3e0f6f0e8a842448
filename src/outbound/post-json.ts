import type { HttpRequest } from './http-request.ts'

/** A request with JSON in it: written once, so that nothing in it can break out. */
export const postJson = (
  url: string,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest => ({
  url,
  body: JSON.stringify(value),
  headers: { 'content-type': 'application/json', ...headers },
})

/** `Authorization: Basic` (RFC 7617). */
export const basicAuth = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
