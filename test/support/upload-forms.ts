/** How each SDK writes the form of an upload (ksm-device-protocol §4.7), byte by byte. */

export type UploadForm = {
  readonly sdk: string
  readonly type: string
  body(token: string, file: Uint8Array): Buffer
  /** Sent in pieces of unknown number, as Node does. */
  readonly chunked?: true
}

const boundary = '----------1764000000000'
const type = `multipart/form-data; boundary=${boundary}`
const field = (name: string, more = '') => `Content-Disposition: form-data; name="${name}"${more}`

type Style = { readonly start: string; readonly file: string }

const written =
  ({ start, file }: Style) =>
  (token: string, bytes: Uint8Array) =>
    Buffer.concat([
      Buffer.from(`${start}--${boundary}\r\n${field('token')}\r\n\r\n${token}`),
      Buffer.from(`\r\n--${boundary}\r\n${file}\r\n\r\n`),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])

const octets = '\r\nContent-Type: application/octet-stream'
const early = written({ start: '\r\n', file: field('file') + octets })

export const uploadForms: readonly UploadForm[] = [
  { sdk: 'JavaScript', type, chunked: true, body: early },
  { sdk: 'Java and .NET', type, body: early },
  { sdk: 'Rust', type, body: written({ start: '', file: field('file') }) },
  {
    sdk: 'Go',
    type,
    body: written({ start: '', file: field('file', '; filename=""') + octets }),
  },
  {
    sdk: 'Python and Ruby',
    type,
    body: written({ start: '', file: field('file', '; filename="file"') }),
  },
]
