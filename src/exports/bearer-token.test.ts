import { expect, test } from 'vitest'
import type { HttpAnswer } from '../outbound/http-line.ts'
import type { HttpRequest } from '../outbound/http-request.ts'
import { bearing } from './bearer-token.ts'

const { signal } = new AbortController()
const wanted: HttpRequest = { url: 'https://siem.example.com/logs', headers: {} }

/** A token endpoint that gives another token each time, and a receiver that takes the tokens it is told. */
function world(taken: (token: string) => boolean, expiresIn = 3_600) {
  let fetched = 0
  const sent: string[] = []
  const send = async ({ url, headers }: HttpRequest): Promise<HttpAnswer> => {
    if (url.endsWith('/token')) {
      fetched += 1
      const text = JSON.stringify({ access_token: `token-${fetched}`, expires_in: expiresIn })
      return { status: 200, text }
    }
    const token = headers['authorization']?.replace('Bearer ', '') ?? ''
    sent.push(token)
    return { status: taken(token) ? 204 : 401, text: '' }
  }
  const request = () => ({ url: 'https://id.example.com/token', headers: {} })
  const post = bearing({ send }, { title: 'Them', request })
  return { post: () => post(wanted, signal), sent, fetched: () => fetched }
}

test('a token is fetched once and used until it is about to end', async () => {
  const { post, sent, fetched } = world(() => true)
  await post()
  await post()
  expect(sent).toEqual(['token-1', 'token-1'])
  expect(fetched()).toBe(1)
})

test('a token that ends within five minutes is not used again', async () => {
  const { post, sent } = world(() => true, 299)
  await post()
  await post()
  expect(sent).toEqual(['token-1', 'token-2'])
})

test('a token that was kept and is refused is fetched anew, once', async () => {
  let revoked = ''
  const { post, sent } = world((token) => token !== revoked)
  await post()
  revoked = 'token-1'
  expect(await post()).toMatchObject({ status: 204 })
  expect(sent).toEqual(['token-1', 'token-1', 'token-2'])
})

test('a new token that is refused is final', async () => {
  const { post, fetched } = world(() => false)
  expect(await post()).toMatchObject({ status: 401 })
  expect(fetched()).toBe(1)
})
