import { conflict, notFound } from '../kernel/errors.ts'
import {
  decryptApplicationTitle,
  encryptApplicationTitle,
  createApplication as makeApplication,
} from './crypto/application.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import type { Bytes } from './crypto/bytes.ts'
import { newUid } from './crypto/uid.ts'
import { openOwnerKey } from './owner-key.ts'
import type { Vault } from './vault.ts'

/** An application of the vault, and its key. */
export type Application = {
  readonly app_uid: string
  readonly title: string
  readonly appKey: Bytes
}

type Sealed = { readonly app_uid: string; readonly app_key: string; readonly data: string }

async function opened(vault: Vault, { app_uid, app_key, data }: Sealed) {
  const appKey = await openOwnerKey(vault, app_key)
  return { app_uid, appKey, title: await decryptApplicationTitle(appKey, fromBase64(data)) }
}

/** Two may not have the same title on this side, because commands find them by it. */
async function checkTitleIsFree(vault: Vault, title: string): Promise<void> {
  const same = (await listApplications(vault)).find((one) => one.title === title)
  if (same)
    throw conflict(`there is an application ${title} already (${same.app_uid}): choose another`)
}

/** Makes an application. Throws `conflict` when the title is taken. */
export async function createApplication(vault: Vault, title: string) {
  await checkTitleIsFree(vault, title)
  const { encryptedAppKey, appData } = await makeApplication(vault.dataKey, title)
  const json = { app_uid: newUid(), app_key: toBase64(encryptedAppKey), data: toBase64(appData) }
  const { app_uid } = await (await vault.api.applications.$post({ json })).json()
  return { app_uid, title }
}

/** Every application of the vault, with how many shares and devices it has. */
export async function listApplications(vault: Vault) {
  const list = await (await vault.api.applications.$get()).json()
  return Promise.all(
    list.map(async ({ app_key, data, ...counts }) => ({
      ...counts,
      ...(await opened(vault, { app_uid: counts.app_uid, app_key, data })),
    })),
  )
}

/** The application of that UID or title. */
export async function findApplication(vault: Vault, name: string): Promise<Application> {
  const all = await listApplications(vault)
  const found = all.filter(({ app_uid, title }) => app_uid === name || title === name)
  const [only, another] = found
  if (!only)
    throw notFound(`there is no application ${name} in your vault: see keepwatch sm app list`)
  if (another)
    throw conflict(
      `there are several applications ${name}: name one of ${found.map(({ app_uid }) => app_uid).join(', ')}`,
    )
  return only
}

/** An application with its shares and devices. */
export async function openApplication(vault: Vault, app_uid: string) {
  const answer = await vault.api.applications[':app_uid'].$get({ param: { app_uid } })
  const { app_key, data, ...application } = await answer.json()
  const { title } = await opened(vault, { app_uid, app_key, data })
  return { ...application, title }
}

/** Gives an application another title. Throws `conflict` when that is taken. */
export async function renameApplication(
  vault: Vault,
  { app_uid, appKey }: Pick<Application, 'app_uid' | 'appKey'>,
  title: string,
) {
  await checkTitleIsFree(vault, title)
  const json = { data: toBase64(await encryptApplicationTitle(appKey, title)) }
  await vault.api.applications[':app_uid'].$patch({ param: { app_uid }, json })
  return { app_uid, title }
}

/** Removes an application; with `force` also one that still has shares or devices. */
export async function removeApplication(
  { api }: Vault,
  app_uid: string,
  options: { readonly force: boolean },
) {
  const request = { param: { app_uid }, json: options }
  return (await api.applications[':app_uid'].removal.$post(request)).json()
}
