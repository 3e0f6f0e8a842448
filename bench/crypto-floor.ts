import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { median } from './clients.ts'

/**
 * What one device request must cost, whatever the server does around it: 1 ECDH, 1 ECDSA verification, 2 AES-GCM. Run as
 * a process of its own, it prints two rates on one core as JSON: the floor, and the floor with the import of the
 * ephemeral key, which no server can do without.
 */
const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const server = pair()
const ephemeral = pair()
const device = pair()
const spki = ephemeral.publicKey.export({ format: 'der', type: 'spki' })
const message = randomBytes(600)
const signature = sign('sha256', message, device.privateKey)
const key = randomBytes(32)
const iv = randomBytes(12)
const answer = randomBytes(8_000)

const sealed = (() => {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  const body = Buffer.concat([cipher.update(message), cipher.final()])
  return { body, tag: cipher.getAuthTag() }
})()

function gcm(): void {
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
  decipher.setAuthTag(sealed.tag)
  decipher.update(sealed.body)
  decipher.final()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.update(answer)
  cipher.final()
  cipher.getAuthTag()
}

function request(publicKey: typeof ephemeral.publicKey): void {
  diffieHellman({ privateKey: server.privateKey, publicKey })
  verify('sha256', message, device.publicKey, signature)
  gcm()
}

const withImport = () => request(createPublicKey({ key: spki, format: 'der', type: 'spki' }))

function rate(work: () => void, count = 3_000): number {
  for (let n = 0; n < 300; n++) work()
  const rounds = Array.from({ length: 3 }, () => {
    const started = process.cpuUsage()
    for (let n = 0; n < count; n++) work()
    const { user, system } = process.cpuUsage(started)
    return (count / (user + system)) * 1_000_000
  })
  return median(rounds)
}

process.stdout.write(
  JSON.stringify({ floor: rate(() => request(ephemeral.publicKey)), withImport: rate(withImport) }),
)
