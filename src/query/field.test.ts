import { expect, test } from 'vitest'
import { loadCatalog } from '../events/catalog.ts'
import { vocabularyOf } from '../events/vocabulary.ts'
import { findField, queryFields, unknownField } from './field.ts'

test('every field that an event type declares can be asked for', async () => {
  const catalog = await loadCatalog()
  const { fields } = vocabularyOf(catalog)
  const searched = new Set([...fields.values()].flatMap(({ of }) => (of.length === 1 ? of : [])))
  const declared = [...catalog.values()].flatMap((type) => Object.keys(type.fields.shape))
  expect(declared.filter((name) => !searched.has(name))).toEqual([])
})

test('declared fields are compared as what they are', async () => {
  const { fields } = vocabularyOf(await loadCatalog())
  const kinds = ['served_count', 'editable', 'device_ip', 'recipient', 'parent_uid', 'reason']
  expect(kinds.map((name) => fields.get(name)?.kind)).toEqual([
    'number',
    'flag',
    'address',
    'person',
    'uid',
    'text',
  ])
  expect(fields.get('before')?.kind).toBe('text')
})

test('a declared name that means something else is reached with a dot', () => {
  const fields = queryFields([
    { name: 'last', kind: 'text' },
    { name: 'username', kind: 'person' },
    { name: 'limit', kind: 'number' },
  ])
  expect(findField(fields, '.last')?.of).toEqual(['last'])
  expect(findField(fields, 'last')?.kind).toBe('ago')
  expect(findField(fields, '.limit')?.of).toEqual(['limit'])
  expect(findField(fields, '.username')).toBeUndefined()
})

test.each([
  ['usr', 'did you mean user?'],
  ['to_usrename', 'did you mean to_username?'],
  ['Devcie', 'did you mean device?'],
  ['qqqqqq', 'is not a field'],
  ['ann@example.com', 'names no field'],
])('%s: %s', (name, says) => {
  expect(unknownField(queryFields(), name)).toMatch(new RegExp(`${says.replace('?', '\\?')}$`))
})
