import type { RecordData, RecordField } from '../../../src/client/crypto/record-data.ts'

/** The fields that a new record of a type has. */
export const recordTypes: readonly {
  readonly type: string
  readonly label: string
  readonly fields: readonly string[]
}[] = [
  { type: 'login', label: 'Login', fields: ['login', 'password', 'url'] },
  { type: 'databaseCredentials', label: 'Database', fields: ['text', 'login', 'password'] },
  { type: 'serverCredentials', label: 'Server', fields: ['text', 'login', 'password'] },
  { type: 'encryptedNotes', label: 'Secure note', fields: ['note'] },
]

const secretTypes: ReadonlySet<string> = new Set([
  'password',
  'secret',
  'pinCode',
  'oneTimeCode',
  'note',
])

export const isSecret = ({ type }: RecordField): boolean => secretTypes.has(type)

const words: Readonly<Record<string, string>> = {
  login: 'Login',
  password: 'Password',
  url: 'Website',
  text: 'Address',
  note: 'Note',
  secret: 'Secret',
  oneTimeCode: 'One-time code',
}

export const fieldLabel = ({ label, type }: RecordField): string => label || (words[type] ?? type)

/** What a field holds as text; undefined when it is more than that, and then it stays as it is. */
export function textIn({ value }: RecordField): string | undefined {
  if (value.length === 0) return ''
  const [first] = value
  return value.length === 1 && typeof first === 'string' ? first : undefined
}

export const withText = (field: RecordField, text: string): RecordField => ({
  ...field,
  value: text === '' ? [] : [text],
})

export function emptyRecord(type: string): RecordData {
  const fields = recordTypes.find((one) => one.type === type)?.fields ?? []
  return {
    title: '',
    type,
    fields: fields.map((field) => ({ type: field, value: [] })),
    custom: [],
  }
}

const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.!'
const passwordLength = 24

/** A password that nobody has thought of: 24 characters, each as likely as any other. */
export function newPassword(): string {
  const limit = 256 - (256 % alphabet.length)
  let password = ''
  while (password.length < passwordLength) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < limit) password += alphabet[byte % alphabet.length]
  }
  return password
}
