import { findApplication, openApplication } from '../../client/applications.ts'
import type { Vault } from '../../client/vault.ts'

/** An application by its name or UID, with its devices. */
export const devicesOf = async (vault: Vault, app: string) =>
  openApplication(vault, (await findApplication(vault, app)).app_uid)
