import { expect, test } from 'vitest'
import { isOutboundUrl } from './outbound-url.ts'

test.each([
  'https://witness.example',
  'https://witness.example:8443/w1/',
  'http://127.0.0.1:7380',
  'http://localhost',
  'http://[::1]:80/w1',
])('%s may be asked', (url) => expect(isOutboundUrl(url)).toBe(true))

test.each([
  '',
  'witness.example',
  'http://witness.example',
  'http://127.0.0.1.witness.example',
  'http://localhost.witness.example',
  'https://me:password@witness.example',
  'https://witness.example?log=1',
  'https://witness.example#log',
  'file:///etc/passwd',
  'unix:///run/witness',
])('%s may not', (url) => expect(isOutboundUrl(url)).toBe(false))
