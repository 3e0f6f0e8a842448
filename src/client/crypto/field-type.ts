/** What the value of a field is made of: plain text, text with line breaks, a time, a yes or no, or an object. */
export type FieldShape = 'text' | 'multiline' | 'time' | 'flag' | 'object'

const text = [
  ...['text', 'url', 'json', 'fileRef', 'email', 'secret', 'otp', 'login', 'password', 'company'],
  ...['accountNumber', 'oneTimeCode', 'pinCode', 'addressRef', 'cardRef', 'dropdown', 'recordRef'],
  ...['databaseType', 'directoryType', 'rbiUrl'],
]
const multiline = ['multiline', 'note', 'licenseNumber']
const time = ['date', 'expirationDate', 'birthDate']
const object = [
  ...['host', 'phone', 'name', 'address', 'securityQuestion', 'paymentCard', 'bankAccount'],
  ...['privateKey', 'keyPair', 'schedule', 'passkey', 'script', 'appFiller', 'pamHostname'],
  ...['pamResources', 'pamSettings', 'pamRemoteBrowserSettings'],
]

const all = (names: readonly string[], shape: FieldShape) =>
  names.map((name) => [name, shape] as const)

/** The field types of Keeper's records (case-sensitive) and the shape of their values. */
export const fieldTypes: ReadonlyMap<string, FieldShape> = new Map([
  ...all(text, 'text'),
  ...all(multiline, 'multiline'),
  ...all(time, 'time'),
  ...all(['checkbox'], 'flag'),
  ...all(object, 'object'),
])
