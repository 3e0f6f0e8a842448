import { invalid } from '../../kernel/errors.ts'
import { fieldTypes } from './field-type.ts'
import { fieldValue } from './field-value.ts'
import type { RecordData, RecordField } from './record-data.ts'

/** The two lists of fields that a record has. */
type Place = 'fields' | 'custom'

/** `--field` taken apart. Without a section the label decides: labelled fields are the owner's own (`custom`). */
export type FieldSpec = {
  readonly section: Place | undefined
  /** Absent for a bare label: it means a field of any type with that label, and makes a text field. */
  readonly type: string | undefined
  readonly label: string | undefined
  /** Empty: the field is to be removed. */
  readonly value: string
}

const sections: ReadonlyMap<string, Place> = new Map([
  ['f', 'fields'],
  ['field', 'fields'],
  ['c', 'custom'],
  ['custom', 'custom'],
])

/** Cuts at the first single `=`; a doubled one is an equals sign inside the label. */
function cut(spec: string): readonly [name: string, value: string] {
  const [, name = '', value = ''] = /^((?:[^=]|==)+)=(?!=)(.*)$/s.exec(spec) ?? []
  if (name === '')
    throw invalid('A field is written type=value, type.label=value or c.type.label=value.')
  return [name.replaceAll('==', '='), value.trim()]
}

/** `type`, `type.label`, or a bare label. */
function typeAndLabel(name: string): Pick<FieldSpec, 'type' | 'label'> {
  const dot = name.indexOf('.')
  const type = dot === -1 ? name : name.slice(0, dot)
  if (fieldTypes.has(type)) return { type, label: dot === -1 ? undefined : name.slice(dot + 1) }
  if (dot === -1) return { type: undefined, label: name }
  throw invalid(`There is no field type ${type}. Write text.${name}=… for a field of that name.`)
}

/**
 * Reads Commander's field syntax, `[f.|c.][type][.label]=value`: `password=…`, `url.Web site=…`, `c.text.note=…`,
 * `custom.Team=…`. Types are case-sensitive; a name that is no type is the label of a text field.
 */
export function parseFieldSpec(spec: string): FieldSpec {
  const [name, value] = cut(spec)
  const dot = name.indexOf('.')
  const section = dot === -1 ? undefined : sections.get(name.slice(0, dot))
  const rest = section ? name.slice(dot + 1) : name
  if (rest === '') throw invalid('A field needs a type or a label before the equals sign.')
  return { section, ...typeAndLabel(rest), value }
}

const sameLabel = (field: RecordField, label: string | undefined) =>
  (field.label ?? '').toLowerCase() === (label ?? '').toLowerCase()

/** The field that a spec means; without a label, also the only one of its type. */
function find(fields: readonly RecordField[], spec: FieldSpec): RecordField | undefined {
  const ofType = fields.filter(({ type }) => spec.type === undefined || type === spec.type)
  const exact = ofType.find((field) => sameLabel(field, spec.label))
  return exact ?? (spec.label === undefined && ofType.length === 1 ? ofType[0] : undefined)
}

/** A spec together with the field of the record that it means, if there is one. */
type Change = { readonly spec: FieldSpec; readonly place?: Place; readonly old?: RecordField }

function changeOf(record: RecordData, spec: FieldSpec): Change {
  const places: readonly Place[] = spec.section ? [spec.section] : ['fields', 'custom']
  for (const place of places) {
    const old = find(record[place], spec)
    if (old) return { spec, place, old }
  }
  return { spec }
}

function apply(record: RecordData, { spec, place, old }: Change): RecordData {
  if (place && spec.value === '')
    return { ...record, [place]: record[place].filter((field) => field !== old) }
  if (spec.value === '') return record

  const type = old?.type ?? spec.type ?? 'text'
  const value = fieldValue(type, spec.value)
  if (place) {
    const fields = record[place].map((field) => (field === old ? { ...field, value } : field))
    return { ...record, [place]: fields }
  }
  const target = spec.section ?? (spec.label === undefined ? 'fields' : 'custom')
  const label = spec.label === undefined ? {} : { label: spec.label }
  return { ...record, [target]: [...record[target], { type, ...label, value }] }
}

const sameName = (a: FieldSpec, b: FieldSpec) =>
  a.section === b.section && a.type === b.type && a.label?.toLowerCase() === b.label?.toLowerCase()

const sameField = (a: Change, b: Change) =>
  (a.old !== undefined && a.old === b.old) || sameName(a.spec, b.spec)

/**
 * A record with fields set, changed or (empty value) removed; the record itself is left as it was. A new record is
 * one with empty lists. The same field twice is refused, because only one of the values could stay.
 */
export function applyFieldSpecs(record: RecordData, specs: readonly string[]): RecordData {
  const changes = specs.map((spec) => changeOf(record, parseFieldSpec(spec)))
  const twice = changes.find((one, at) => changes.slice(0, at).some((two) => sameField(one, two)))
  if (twice)
    throw invalid(`The field ${twice.spec.label ?? twice.spec.type} is given twice. Give it once.`)
  return changes.reduce(apply, record)
}
