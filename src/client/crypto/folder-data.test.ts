import { platform } from '@keeper-security/secrets-manager-core'
import { describe, expect, test } from 'vitest'
import { createApplication, decryptApplicationTitle, wrapSecretKey } from './application.ts'
import {
  createSubFolder,
  createTopFolder,
  decryptFolderName,
  encryptFolderName,
  openSubFolderKey,
  openTopFolderKey,
} from './folder-data.ts'
import { newKey, unwrapKey, wrapKey } from './key-wrap.ts'

describe('a top folder', () => {
  test('has a key of its own under the data key, and its name under that key', async () => {
    const dataKey = newKey()
    const folder = await createTopFolder(dataKey, 'Production')
    expect(folder.encryptedFolderKey).toHaveLength(60)
    const key = await openTopFolderKey(dataKey, folder.encryptedFolderKey)
    expect(key).toEqual(folder.folderKey)
    expect(await decryptFolderName(key, folder.data)).toBe('Production')
  })

  test('is renamed under the same key', async () => {
    const { folderKey } = await createTopFolder(newKey(), 'Old')
    expect(await decryptFolderName(folderKey, await encryptFolderName(folderKey, 'Neu 📁'))).toBe(
      'Neu 📁',
    )
  })

  test.each(['', 'x'.repeat(501)])('needs a name that fits', async (name) => {
    await expect(createTopFolder(newKey(), name)).rejects.toThrow('at most 500')
  })
})

describe('a sub-folder', () => {
  test('has its key under the key of the top folder by AES-CBC, as the SDK opens it', async () => {
    const top = await createTopFolder(newKey(), 'Production')
    const folder = await createSubFolder(top.folderKey, 'Databases')
    expect(folder.encryptedFolderKey).toHaveLength(64)
    expect(await openSubFolderKey(top.folderKey, folder.encryptedFolderKey)).toEqual(
      folder.folderKey,
    )
    const key = await platform.decryptWithKey(folder.encryptedFolderKey, top.folderKey, true)
    const name = await platform.decryptWithKey(folder.data, key, true)
    expect(JSON.parse(platform.bytesToString(name))).toEqual({ name: 'Databases' })
  })
})

describe('an application', () => {
  test('has a key of its own, and its title under that key', async () => {
    const dataKey = newKey()
    const app = await createApplication(dataKey, 'billing')
    expect(await unwrapKey(dataKey, app.encryptedAppKey)).toEqual(app.appKey)
    expect(await decryptApplicationTitle(app.appKey, app.appData)).toBe('billing')
    const plain = await platform.decryptWithKey(app.appData, app.appKey)
    expect(JSON.parse(platform.bytesToString(plain))).toEqual({ title: 'billing', type: 'app' })
  })

  test('opens the key of what is shared with it, and nothing else opens it', async () => {
    const [appKey, recordKey] = [newKey(), newKey()]
    const share = await wrapSecretKey(appKey, recordKey)
    expect(share).toHaveLength(60)
    expect(await unwrapKey(appKey, share)).toEqual(recordKey)
    await expect(unwrapKey(newKey(), share)).rejects.toThrow('does not open')
  })

  test('needs a title', async () => {
    await expect(createApplication(newKey(), '')).rejects.toThrow('needs a title')
  })
})

test('a wrapped key of another length is refused', async () => {
  const wrapping = newKey()
  const short = await wrapKey(wrapping, new Uint8Array(16))
  await expect(unwrapKey(wrapping, short)).rejects.toThrow('exactly 32 bytes')
})
