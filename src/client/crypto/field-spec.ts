import { invalid } from '../../kernel/errors.ts'
import { fieldTypes } from './field-type.ts'
import { fieldValue } from './field-value.ts'
import type { RecordData, RecordField } from './record-data.ts'

/** `--field` taken apart. Without a section the label decides: labelled fields are the owner's own (`custom`). */
export type FieldSpec = {
  readonly section: 'fields' | 'custom' | undefined
  readonly type: string
  readonly label: string | undefined
  /** Empty: the field is to be removed. */
  readonly value: string
}

const sections: ReadonlyMap<string, 'fields' | 'custom'> = new Map([
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

/** `type`, `type.label`, or a bare label, which makes a text field. */
function typeAndLabel(name: string): Pick<FieldSpec, 'type' | 'label'> {
  const dot = name.indexOf('.')
  const type = dot === -1 ? name : name.slice(0, dot)
  if (fieldTypes.has(type)) return { type, label: dot === -1 ? undefined : name.slice(dot + 1) }
  if (dot === -1) return { type: 'text', label: name }
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
  const ofType = fields.filter((field) => field.type === spec.type)
  const exact = ofType.find((field) => sameLabel(field, spec.label))
  return exact ?? (spec.label === undefined && ofType.length === 1 ? ofType[0] : undefined)
}

function apply(record: RecordData, spec: FieldSpec): RecordData {
  const places = spec.section ? [spec.section] : (['fields', 'custom'] as const)
  const place = places.find((name) => find(record[name], spec))
  const old = place && find(record[place], spec)
  if (place && spec.value === '')
    return { ...record, [place]: record[place].filter((field) => field !== old) }
  if (spec.value === '') return record

  const value = fieldValue(spec.type, spec.value)
  if (place)
    return {
      ...record,
      [place]: record[place].map((field) => (field === old ? { ...field, value } : field)),
    }
  const target = spec.section ?? (spec.label === undefined ? 'fields' : 'custom')
  const label = spec.label === undefined ? {} : { label: spec.label }
  return { ...record, [target]: [...record[target], { type: spec.type, ...label, value }] }
}

const nameOf = ({ section, type, label }: FieldSpec) =>
  [section ?? '', type, (label ?? '').toLowerCase()].join(' ')

/**
 * A record with fields set, changed or (empty value) removed; the record itself is left as it was. A new record is
 * one with empty lists. The same field twice is refused, because only one of the values could stay.
 */
export function applyFieldSpecs(record: RecordData, specs: readonly string[]): RecordData {
  const parsed = specs.map(parseFieldSpec)
  const names = parsed.map(nameOf)
  const twice = parsed.find((spec, at) => names.indexOf(nameOf(spec)) !== at)
  if (twice) throw invalid(`The field ${twice.label ?? twice.type} is given twice. Give it once.`)
  return parsed.reduce(apply, record)
}
