import { invalid } from '../../kernel/errors.ts'
import { toBase64 } from './base64.ts'
import { utf8 } from './bytes.ts'

/**
 * A KSM client configuration, as the SDKs read it. All values are strings, and there are no other members: the
 * Java and Rust readers refuse what they do not know.
 */
export type DeviceConfig = {
  readonly hostname: string
  readonly clientId: string
  readonly privateKey: string
  readonly serverPublicKeyId: string
  readonly serverPublicKey: string
  readonly appKey: string
  readonly appOwnerPublicKey: string
}

const kubernetesSecret = (config: string) => `
apiVersion: v1
data:
  config: ${config}
kind: Secret
metadata:
  name: ksm-config
  namespace: default
type: Opaque`

/** How `--config-init` prints a configuration: `json`, `b64` (of the JSON) or `k8s` (a Secret that holds the b64). */
export const configForms: Readonly<Record<string, (config: DeviceConfig) => string>> = {
  json: (config) => JSON.stringify(config),
  b64: (config) => toBase64(utf8(JSON.stringify(config))),
  k8s: (config) => kubernetesSecret(toBase64(utf8(JSON.stringify(config)))),
}

/** The configuration in one of the forms above; `invalid` names the forms when there is no such one. */
export function printConfig(config: DeviceConfig, form: string): string {
  const print = Object.hasOwn(configForms, form) ? configForms[form] : undefined
  if (!print) throw invalid(`There is no form ${form}. Use ${Object.keys(configForms).join(', ')}.`)
  return print(config)
}
