import type { ForeignFormat } from '../foreign-format.ts'
import { vault } from './vault.ts'

/** OpenBao writes what Vault writes, so nobody can tell them apart: it has to be named. */
export const openbao: ForeignFormat = {
  name: 'openbao',
  title: 'OpenBao: audit device',
  prefix: 'openbao',
  wrappers: vault.wrappers,
  recognises: () => false,
  read: vault.read,
}
