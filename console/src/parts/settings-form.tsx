import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'

/** A setting as JSON Schema says it; `secret` says that nobody may read it again. */
type Property = {
  readonly title?: string
  readonly type?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly secret?: boolean
  readonly maxLength?: number
}

export type SettingsSchema = {
  readonly properties?: Readonly<Record<string, Property>>
  readonly required?: readonly string[]
}

/** What stands in the fields, as text; nothing where nothing was written. */
export type Written = Readonly<Record<string, string>>

const manyLines = 8_192

function readAs({ type }: Property, text: string): string | number | boolean {
  if (type === 'boolean') return text === 'true'
  return type === 'integer' || type === 'number' ? Number(text) : text
}

/** The settings as the API takes them: what was written, in the types of the schema. */
export const settingsOf = ({ properties = {} }: SettingsSchema, written: Written): object =>
  Object.fromEntries(
    Object.entries(written)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => [name, readAs(properties[name] ?? {}, text)]),
  )

/** Whether everything is there that must be. */
export const isComplete = ({ required = [] }: SettingsSchema, written: Written): boolean =>
  required.every((name) => (written[name] ?? '') !== '')

type FieldProps = {
  readonly name: string
  readonly property: Property
  readonly isRequired: boolean
  readonly text: string
  readonly write: (text: string) => void
}

const hintOf = ({ default: usual }: Property) =>
  usual === undefined || typeof usual === 'object' ? undefined : String(usual)

type Typing = { readonly currentTarget: { readonly value: string } }

const Choice = ({ name, property, isRequired, text, write }: FieldProps) => (
  <NativeSelect
    label={property.title ?? name}
    data={[
      ...(isRequired || hintOf(property) ? [] : ['']),
      ...(property.enum ?? []).map((value) => String(value)),
    ]}
    value={text || (hintOf(property) ?? '')}
    onChange={({ currentTarget }) => write(currentTarget.value)}
  />
)

const Tick = ({ name, property, text, write }: FieldProps) => (
  <Checkbox
    label={property.title ?? name}
    checked={(text || hintOf(property)) === 'true'}
    onChange={({ currentTarget }) => write(String(currentTarget.checked))}
  />
)

/** Text, on one line or many, or one that nobody may read over a shoulder. */
function TextField({ name, property, isRequired, text, write }: FieldProps) {
  const { title = name, type, secret, maxLength = 0 } = property
  const same = {
    label: title,
    required: isRequired,
    withAsterisk: isRequired,
    value: text,
    onChange: ({ currentTarget }: Typing) => write(currentTarget.value),
  }
  if (maxLength > manyLines)
    return <Textarea {...same} autosize minRows={2} maxRows={8} spellCheck={false} />
  if (secret) return <PasswordInput {...same} autoComplete="new-password" />
  const isNumber = type === 'integer' || type === 'number'
  return (
    <TextInput
      {...same}
      type={isNumber ? 'number' : 'text'}
      placeholder={hintOf(property)}
      autoComplete="off"
      spellCheck={false}
    />
  )
}

/** One setting, as the kind of field that fits it. */
function Field(props: FieldProps) {
  if (props.property.type === 'boolean') return <Tick {...props} />
  return props.property.enum ? <Choice {...props} /> : <TextField {...props} />
}

type Props = {
  readonly schema: SettingsSchema
  readonly written: Written
  readonly write: (written: Written) => void
  /** Whether what must be given when something is made may be left out, because it is there already. */
  readonly isChange?: boolean
}

/** The fields of settings that are described as JSON Schema: those that must be given, and the others folded away. */
export function SettingsForm({ schema, written, write, isChange = false }: Props) {
  const { properties = {}, required = [] } = schema
  const field = ([name, property]: readonly [string, Property]) => (
    <Field
      key={name}
      name={name}
      property={property}
      isRequired={required.includes(name) && !isChange}
      text={written[name] ?? ''}
      write={(text) => write({ ...written, [name]: text })}
    />
  )
  const all = Object.entries(properties)
  const others = all.filter(([name]) => !required.includes(name))
  return (
    <div className="stack">
      {all.filter(([name]) => required.includes(name)).map(field)}
      {others.length > 0 && (
        <details className="more-settings">
          <summary>More settings</summary>
          <div className="stack">{others.map(field)}</div>
        </details>
      )}
    </div>
  )
}
