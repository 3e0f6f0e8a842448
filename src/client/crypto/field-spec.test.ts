import { describe, expect, test } from 'vitest'
import { applyFieldSpecs, parseFieldSpec } from './field-spec.ts'
import type { RecordData } from './record-data.ts'

const empty: RecordData = { title: 'Database', type: 'login', fields: [], custom: [] }
const made = (...specs: string[]) => applyFieldSpecs(empty, specs)

test('known types without a label are fields of the record, everything with a label is custom', () => {
  expect(
    made('login=alice', 'password=s3cret', 'url.Web site=https://example.com', 'Team=Ops'),
  ).toEqual({
    ...empty,
    fields: [
      { type: 'login', value: ['alice'] },
      { type: 'password', value: ['s3cret'] },
    ],
    custom: [
      { type: 'url', label: 'Web site', value: ['https://example.com'] },
      { type: 'text', label: 'Team', value: ['Ops'] },
    ],
  })
})

test('a field without a label never takes the place of a labelled one that the same command makes', () => {
  const { fields, custom } = made('url.Web site=https://a', 'url=https://b')
  expect(custom).toEqual([{ type: 'url', label: 'Web site', value: ['https://a'] }])
  expect(fields).toEqual([{ type: 'url', value: ['https://b'] }])
})

test('a section in front decides', () => {
  const { fields, custom } = made('f.text.Team=Ops', 'c.password=x', 'custom.Zone=eu')
  expect(fields).toEqual([{ type: 'text', label: 'Team', value: ['Ops'] }])
  expect(custom).toEqual([
    { type: 'password', value: ['x'] },
    { type: 'text', label: 'Zone', value: ['eu'] },
  ])
})

describe('the syntax', () => {
  test.each([
    ['password=abc==', 'password', undefined, 'abc=='],
    ['url=https://x/?a=b', 'url', undefined, 'https://x/?a=b'],
    ['text.aaa==bbb= =ccc', 'text', 'aaa=bbb', '=ccc'],
    ['text.google.com=1', 'text', 'google.com', '1'],
    ['Password=x', undefined, 'Password', 'x'],
    ['note=two\nlines', 'note', undefined, 'two\nlines'],
    ['login=', 'login', undefined, ''],
  ])('%s', (spec, type, label, value) => {
    expect(parseFieldSpec(spec)).toEqual({ section: undefined, type, label, value })
  })

  test.each([
    ['', 'type=value'],
    ['password', 'type=value'],
    ['=x', 'type=value'],
    ['c.=x', 'a type or a label'],
    ['google.com=1', 'Write text.google.com='],
  ])('%j is refused', (spec, message) => {
    expect(() => parseFieldSpec(spec)).toThrow(message)
  })
})

describe('a value is read by the shape of its type', () => {
  const readValue = (spec: string) => {
    const { fields, custom } = made(spec)
    return [...fields, ...custom][0]?.value
  }

  test.each<[string, unknown]>([
    ['host=db.example.com:5432', { hostName: 'db.example.com', port: '5432' }],
    ['host=[2001:db8::1]:22', { hostName: '2001:db8::1', port: '22' }],
    ['host=2001:db8::1', { hostName: '2001:db8::1', port: '' }],
    ['host=db', { hostName: 'db', port: '' }],
    ['date=2026-11-23', Date.UTC(2026, 10, 23, 12)],
    ['date=2026-11-23T08:00:00Z', Date.UTC(2026, 10, 23, 8)],
    ['date=1795420800000', 1795420800000],
    ['checkbox=yes', true],
    ['checkbox=False', false],
    ['note=one\\ntwo', 'one\ntwo'],
    ['note=C:\\\\new', 'C:\\new'],
    ['password=one\\ntwo', 'one\\ntwo'],
    ['password=$BASE64:ZmpzemRmaGtkZg==', 'fjszdfhkdf'],
    ['name=$JSON:{"first":"Jane","last":"Doe"}', { first: 'Jane', last: 'Doe' }],
  ])('%s', (spec, value) => {
    expect(readValue(spec)).toEqual([value])
  })

  test('a JSON list is the whole list of values', () => {
    expect(readValue('url=$JSON:["https://a","https://b"]')).toEqual(['https://a', 'https://b'])
  })

  test.each([
    ['name=Jane Doe', '$JSON:'],
    ['date=soon', 'not a date'],
    ['checkbox=maybe', 'neither true nor false'],
    ['phone=$JSON:{', 'not JSON'],
    ['password=$BASE64:!!', 'not base64'],
    ['password=$GEN', 'not supported'],
  ])('%s is refused', (spec, message) => {
    expect(() => made(spec)).toThrow(message)
  })
})

describe('an update', () => {
  const old: RecordData = {
    ...empty,
    fields: [
      { type: 'login', value: ['alice'] },
      { type: 'password', label: 'passphrase', value: ['old'], privacyScreen: true },
    ],
    custom: [{ type: 'text', label: 'Team', value: ['Ops'] }],
  }

  test('changes a field in its place, found by type or by label in any case', () => {
    const changed = applyFieldSpecs(old, ['password=new', 'team=Dev'])
    expect(changed.fields[1]).toEqual({
      type: 'password',
      label: 'passphrase',
      value: ['new'],
      privacyScreen: true,
    })
    expect(changed.custom).toEqual([{ type: 'text', label: 'Team', value: ['Dev'] }])
  })

  test('by a bare label reaches a field of any type, whose shape then decides', () => {
    const field = { type: 'checkbox', label: 'Active', value: [false] }
    const changed = applyFieldSpecs({ ...old, custom: [field] }, ['active=yes'])
    expect(changed.custom).toEqual([{ ...field, value: [true] }])
  })

  test('removes a field whose value is empty, and does not miss one that is not there', () => {
    const changed = applyFieldSpecs(old, ['login=', 'url='])
    expect(changed.fields.map(({ type }) => type)).toEqual(['password'])
  })

  test('leaves the record that it was given as it was', () => {
    const before = structuredClone(old)
    applyFieldSpecs(old, ['login=bob', 'Team=', 'url=x'])
    expect(old).toEqual(before)
  })

  test('with the same field twice is refused', () => {
    expect(() => applyFieldSpecs(old, ['Team=a', 'team=b'])).toThrow('given twice')
    expect(() => applyFieldSpecs(old, ['password=a', 'password.passphrase=b'])).toThrow(
      'given twice',
    )
  })
})
