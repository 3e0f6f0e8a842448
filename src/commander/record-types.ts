type FieldOfType = { readonly $ref: string; readonly label?: string; readonly required?: boolean }

/** A type of records, as clients learn it: its name and the fields that it has. */
export type RecordType = {
  readonly $id: string
  readonly categories: readonly string[]
  readonly fields: readonly FieldOfType[]
}

const refs = (...names: readonly string[]): readonly FieldOfType[] =>
  names.map((name) => ({ $ref: name }))

const type = ($id: string, category: string, ...fields: readonly string[]): RecordType => ({
  $id,
  categories: [category],
  fields: refs(...fields, 'fileRef'),
})

/** The record types that a Secrets Manager needs, with the fields that Keeper's have. */
export const recordTypes: readonly RecordType[] = [
  type('login', 'login', 'login', 'password', 'url', 'oneTimeCode'),
  type('databaseCredentials', 'login', 'host', 'login', 'password'),
  type('serverCredentials', 'login', 'host', 'login', 'password'),
  type('sshKeys', 'login', 'login', 'keyPair', 'host'),
  type('encryptedNotes', 'note', 'note', 'date'),
  type('bankCard', 'payment', 'paymentCard', 'text', 'pinCode', 'addressRef'),
  type('softwareLicense', 'note', 'licenseNumber', 'expirationDate', 'date'),
  type('file', 'file'),
]
