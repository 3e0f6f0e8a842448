import { expect, test } from 'vitest'
import { encryptCbc } from './crypto/aes-cbc.ts'
import { encryptGcm } from './crypto/aes-gcm.ts'
import { toBase64 } from './crypto/base64.ts'
import { randomBytes } from './crypto/bytes.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import { generateKeyPair, scalarOf } from './crypto/key-pair.ts'
import { newKey, wrapKey } from './crypto/key-wrap.ts'
import { openOwnerKey } from './owner-key.ts'

async function owner() {
  const dataKey = newKey()
  const { publicKey, privateKey } = await generateKeyPair()
  const encryptedPrivateKey = await encryptGcm(dataKey, scalarOf(privateKey))
  return { dataKey, keyPair: { publicKey, encryptedPrivateKey } }
}

test('the owner opens the key of a record that the owner made', async () => {
  const vault = await owner()
  const recordKey = newKey()
  const wrapped = toBase64(await wrapKey(vault.dataKey, recordKey))
  expect(await openOwnerKey(vault, wrapped)).toEqual(recordKey)
})

test('the owner opens the key of a record that a device made', async () => {
  const vault = await owner()
  const recordKey = newKey()
  const wrapped = toBase64(await wrapForPublicKey(vault.keyPair.publicKey, recordKey))
  expect(await openOwnerKey(vault, wrapped)).toEqual(recordKey)
})

test('the owner opens the key of a folder that Keeper Commander made', async () => {
  const vault = await owner()
  const folderKey = newKey()
  const wrapped = toBase64(await encryptCbc(vault.dataKey, folderKey))
  expect(await openOwnerKey(vault, wrapped)).toEqual(folderKey)
})

test("neither opens with somebody else's keys, and nothing but keys is taken", async () => {
  const vault = await owner()
  const other = await owner()
  const ours = toBase64(await wrapKey(other.dataKey, newKey()))
  const theirs = toBase64(await wrapForPublicKey(other.keyPair.publicKey, newKey()))
  const long = toBase64(await wrapKey(vault.dataKey, randomBytes(33)))
  for (const wrapped of [ours, theirs, long])
    await expect(openOwnerKey(vault, wrapped)).rejects.toMatchObject({ kind: 'invalid' })
})
