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

/** What one device request must cost, whatever the server does around it: 1 ECDH, 1 ECDSA verification, 2 AES-GCM. */
export const leastCrypto = (): void => request(ephemeral.publicKey)

/** The same with the import of the ephemeral key, which no server can do without. */
export const cryptoWithImport = (): void =>
  request(createPublicKey({ key: spki, format: 'der', type: 'spki' }))
