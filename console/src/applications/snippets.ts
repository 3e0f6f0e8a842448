import type { NewDevice } from './application-data.ts'

const javascript = ({ token, hostname, keyId, key }: NewDevice) =>
  `import { getSecrets, initializeStorage, localConfigStorage } from '@keeper-security/secrets-manager-core'

const storage = localConfigStorage('ksm-config.json')
await initializeStorage(storage, '${token}', '${hostname}')
const { records } = await getSecrets({
  storage,
  serverPublicKeyId: '${keyId}',
  serverPublicKey: '${key}',
})`

const python = ({ token, hostname, keyId, key }: NewDevice) =>
  `from keeper_secrets_manager_core import SecretsManager
from keeper_secrets_manager_core.storage import FileKeyValueStorage

secrets_manager = SecretsManager(
    token='${token}',
    hostname='${hostname}',
    config=FileKeyValueStorage('ksm-config.json'),
    server_public_key='${key}',
    server_public_key_id='${keyId}',
)
records = secrets_manager.get_secrets()`

/** How an official SDK connects with a token for the first time. It keeps what it gets in the file, and needs only that afterwards. */
export const snippets = [
  { name: 'JavaScript', of: javascript },
  { name: 'Python', of: python },
] as const
