import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import type { SecretManagerOptions } from '@keeper-security/secrets-manager-core'
import { asks, type Device, type Place } from '../support/client.ts'
import { answerLines } from './answer-lines.ts'
import { type JavaScriptDevice, javascriptDevice } from './javascript-deeds.ts'
import { type Sdk, wrapForServer } from './wrap-for-server.ts'

/** Drives the JavaScript SDK that the first argument names, in Node. */

const sdk = createRequire(import.meta.url)(process.argv[2] ?? '') as Sdk
const needsHook = process.argv[3] === 'hook'

let device: JavaScriptDevice

async function open({ folder, token, hostname, ...server }: Place) {
  const storage = sdk.localConfigStorage(join(folder, 'ksm-config.json'))
  let options: SecretManagerOptions = { storage }
  if (token) await sdk.initializeStorage(storage, token, hostname)
  if (needsHook) options = { storage, queryFunction: wrapForServer(sdk, storage, server) }
  else if (token) options = { storage, ...server }
  device = javascriptDevice(sdk, options)
}

const plain = asks.map((name) => [name, (wanted: never) => device[name](wanted)] as const)

const files: Pick<Device, 'upload' | 'download'> = {
  upload: ({ record, file }) =>
    device.upload({ record, name: basename(file), data: readFileSync(file) }),
  async download({ into, ...wanted }) {
    writeFileSync(into, await device.download(wanted))
  },
}

await answerLines({ ...Object.fromEntries(plain), open, ...files } as Parameters<
  typeof answerLines
>[0])
