import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Notice } from './notice.ts'
import { filledTemplate, plainBody, readTemplate } from './webhook-template.ts'

const notice = (fields: Readonly<Record<string, string | number>>): Notice => ({
  message_uid: 'm',
  alert_uid: 'a',
  alert_name: 'Blocked',
  severity: 'warning',
  why: 'because',
  occurrences: 2,
  incident: 'a/',
  group: [],
  link: 'https://vault.example.com/events/7',
  timestamp: '2026-11-23T08:12:44.123Z',
  description: 'Something happened',
  event: { seq: 7, ...fields },
  is_test: false,
})

const filled = (template: string, fields: Readonly<Record<string, string | number>> = {}) =>
  JSON.parse(filledTemplate(template, notice(fields)))

test('puts Keeper’s variables and those of Secrets Manager into their places', () => {
  const template =
    '{"text": "#alert_name: #description", "d": "#device_name", "seats": #seats, "n": [#seq]}'
  expect(filled(template, { device_name: 'runner', seats: 3 })).toEqual({
    text: 'Blocked: Something happened',
    d: 'runner',
    seats: 3,
    n: [7],
  })
})

test('#json is the event: as a value, or as text', () => {
  expect(filled('{"a": #json, "b": "#json"}')).toEqual({ a: { seq: 7 }, b: '{"seq":7}' })
})

test('a variable that the event does not have is nothing, and what is no variable stays', () => {
  expect(filled('["#username", "#general", "#1", "# a"]')).toEqual(['', '#general', '#1', '# a'])
})

test('a value is text and nothing else, whatever it says', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('#json', '"', '"}', '\\', '#alert_name', '\ue000keepwatch:json', '$&'),
  )
  fc.assert(
    fc.property(value, (device_name) => {
      const whole = filled('{"a": "<#device_name>", "b": #device_name}', { device_name })
      const text = device_name.toWellFormed()
      expect({ a: whole.a.toWellFormed(), b: whole.b.toWellFormed() }).toEqual({
        a: `<${text}>`,
        b: text,
      })
      expect(Object.keys(whole)).toEqual(['a', 'b'])
    }),
  )
})

test.each(['{', '{"a": #json', "{'a': 1}", '#json #json', ''])('%j is refused', (template) => {
  expect(() => readTemplate(template)).toThrow('must be JSON')
})

test('without a template it is flat: the event, and what the alert says of it', () => {
  expect(JSON.parse(plainBody(notice({ username: 'ann@example.com' })))).toEqual({
    seq: 7,
    username: 'ann@example.com',
    alert_name: 'Blocked',
    alert_uid: 'a',
    alert_severity: 'warning',
    description: 'Something happened',
    why: 'because',
    occurrences: 2,
    link: 'https://vault.example.com/events/7',
  })
})
