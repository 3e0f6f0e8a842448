import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DeviceRefusal, type RefusalReason, refusals } from '../access/device-refusal.ts'
import { denied, Failure, invalid } from '../kernel/errors.ts'
import { errorAnswer } from './error-body.ts'

const requested = {
  url: 'https://keys.example.com/api/rest/sm/v1/get_secret',
  method: 'POST',
  userAgent: 'Node/v26.10.0',
}

const bodyOf = (error: unknown) => JSON.parse(errorAnswer(error, requested).body)

test('a bad signature is answered as Keeper answers it', () => {
  const { status, body } = errorAnswer(new DeviceRefusal('bad_signature'), requested)
  expect(status).toBe(403)
  expect(JSON.parse(body)).toEqual({
    path: 'https://keys.example.com/api/rest/sm/v1/get_secret, POST, Node/v26.10.0',
    additional_info: '',
    location: 'keepwatch device protocol',
    error: 'access_denied',
    result_code: 'access_denied',
    message: 'Signature is invalid',
  })
})

test.each<[RefusalReason, number, string, string]>([
  ['token_used', 403, 'access_denied', 'Signature is invalid'],
  ['unknown_client', 403, 'access_denied', 'Unable to validate application access'],
  ['revoked', 403, 'access_denied', 'Unable to validate application access'],
  ['ip_locked', 403, 'access_denied', 'This client is locked to a different ip address'],
])('%s carries the recorded words', (reason, status, error, message) => {
  expect(errorAnswer(new DeviceRefusal(reason), requested).status).toBe(status)
  expect(bodyOf(new DeviceRefusal(reason))).toMatchObject({ error, message })
})

test('a stranger cannot tell a revoked device from one that never was, nor a used token from a bad signature', () => {
  expect(bodyOf(new DeviceRefusal('revoked'))).toEqual(bodyOf(new DeviceRefusal('unknown_client')))
  expect(bodyOf(new DeviceRefusal('token_used'))).toEqual(
    bodyOf(new DeviceRefusal('bad_signature')),
  )
})

test('a throttled client learns when to come back, as a number', () => {
  const { status, body } = errorAnswer(
    new DeviceRefusal('throttled', { retryAfter: 30 }),
    requested,
  )
  expect(status).toBe(403)
  expect(JSON.parse(body)).toMatchObject({ error: 'throttled', retry_after: 30 })
})

test('a refused version is explained where the Python SDK looks', () => {
  const { additional_info, message, error } = bodyOf(new DeviceRefusal('unsupported_version'))
  expect(error).toBe('invalid_client_version')
  expect(additional_info).toBe(message)
})

describe('failures without a reason of their own', () => {
  test('are told by their kind, with their sentence', () => {
    expect(bodyOf(invalid('The body is cut off.'))).toMatchObject({
      error: 'bad_request',
      message: 'The body is cut off.',
    })
    expect(bodyOf(denied('No.'))).toMatchObject({ error: 'access_denied', message: 'No.' })
    expect(bodyOf(new Failure('busy', 'Wait.'))).toMatchObject({ error: 'throttled' })
  })

  test('and an unforeseen error says nothing about itself', () => {
    const { status, body } = errorAnswer(new Error('password=hunter2'), requested)
    expect(status).toBe(500)
    expect(body).not.toContain('hunter2')
  })
})

test('no answer is status 200, tells a client to change its key, or has a member that is not text', () => {
  for (const reason of Object.keys(refusals) as RefusalReason[]) {
    const { status, body } = errorAnswer(new DeviceRefusal(reason), requested)
    const members = JSON.parse(body)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(members.error).not.toBe('key')
    expect(Object.values(members).every((value) => typeof value === 'string')).toBe(true)
  }
})

test('every body is JSON under 1000 bytes, whatever a client calls itself', () => {
  const text = fc.string({ maxLength: 2000, unit: 'binary' })
  fc.assert(
    fc.property(text, text, text, (url, userAgent, message) => {
      const { body } = errorAnswer(invalid(message), { url, method: 'POST', userAgent })
      expect(Buffer.byteLength(body)).toBeLessThan(1000)
      expect(JSON.parse(body).message).toBe(
        message.toWellFormed().slice(0, JSON.parse(body).message.length),
      )
    }),
  )
})
