import type { NewDevice } from './new-device.ts'

/** A first connection of the tools around the SDKs. */

export const ksm = ({ token, hostname, key }: NewDevice) =>
  `pip install keeper-secrets-manager-cli
mkdir -p keepwatch-site
cat > keepwatch-site/sitecustomize.py <<'END'
from keeper_secrets_manager_core.keeper_globals import keeper_public_keys
for key_id in keeper_public_keys:
    keeper_public_keys[key_id] = '${key}'
END
export PYTHONPATH="$PWD/keepwatch-site"
ksm profile init --hostname ${hostname} --token=${token}
ksm secret list`

const missing = 'CONFIGURATION'

export const ansible = ({ configured = missing }: NewDevice) =>
  `# ansible-galaxy collection install keepersecurity.keeper_secrets_manager
# pip install 'keeper-secrets-manager-core>=17.3.0'
- hosts: all
  vars:
    # Better in a vault of Ansible than here.
    keeper_config: "${configured}"
  tasks:
    - name: Read a password
      keepersecurity.keeper_secrets_manager.keeper_get:
        uid: RECORD_UID
        field: password
      register: password
      no_log: true`

export const github = ({ configured = missing }: NewDevice) =>
  `# gh secret set KSM_CONFIG --body '${configured}'
- uses: actions/setup-node@v4
  with:
    node-version: 24
- run: npm install --no-save @keeper-security/secrets-manager-core@17.5.0
- run: |
    node --input-type=module -e "
      import { getSecrets, loadJsonConfig } from '@keeper-security/secrets-manager-core'
      const { records } = await getSecrets({ storage: loadJsonConfig(process.env.KSM_CONFIG) })
      console.log(records.length)
    "
  env:
    KSM_CONFIG: \${{ secrets.KSM_CONFIG }}`

export const kubernetes = ({ configured = missing }: NewDevice) =>
  `apiVersion: v1
kind: Secret
metadata:
  name: ksm-config
type: Opaque
data:
  config: ${configured}
---
# In the container of the pod:
env:
  - name: KSM_CONFIG
    valueFrom:
      secretKeyRef:
        name: ksm-config
        key: config`
