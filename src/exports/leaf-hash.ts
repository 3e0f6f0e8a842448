import { hash } from 'node:crypto'

/** The hash of an event's leaf (RFC 9162 §2.1.1): SHA-256 of 0x00 and its bytes, in 64 hexadecimal digits. */
export const leafHashOf = (body: string): string => hash('sha256', `\0${body}`, 'hex')
