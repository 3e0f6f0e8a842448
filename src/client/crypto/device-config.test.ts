import { loadJsonConfig } from '@keeper-security/secrets-manager-core'
import { expect, test } from 'vitest'
import { type DeviceConfig, printConfig } from './device-config.ts'

const config: DeviceConfig = {
  hostname: 'localhost:8443',
  clientId: 'Y2xpZW50',
  privateKey: 'cHJpdmF0ZQ==',
  serverPublicKeyId: '99',
  serverPublicKey: 'BAAA',
  appKey: 'YXBw',
  appOwnerPublicKey: 'b3duZXI=',
}

test.each(['json', 'b64'])('the SDK loads the %s form as it is', async (form) => {
  const storage = loadJsonConfig(printConfig(config, form))
  for (const [member, value] of Object.entries(config))
    expect(await storage.getString(member)).toBe(value)
})

test('the Kubernetes form is the Secret that Commander prints', () => {
  const b64 = printConfig(config, 'b64')
  expect(printConfig(config, 'k8s')).toBe(
    `
apiVersion: v1
data:
  config: ${b64}
kind: Secret
metadata:
  name: ksm-config
  namespace: default
type: Opaque`,
  )
})

test.each(['yaml', '', 'toString'])('%j is no form, and the forms are named', (form) => {
  expect(() => printConfig(config, form)).toThrow('Use json, b64, k8s.')
})
