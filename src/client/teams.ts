import { emailName } from '../kernel/email-name.ts'
import { conflict, notFound } from '../kernel/errors.ts'
import type { ApiClient } from './api.ts'
import { fromBase64, toBase64 } from './crypto/base64.ts'
import { wrapForPublicKey } from './crypto/ecies.ts'
import { newUid } from './crypto/uid.ts'
import { fingerprintOf } from './fingerprint.ts'
import { renewDueKeys } from './folder-key.ts'
import { newTeamKeys, openTeam, openTeamKey, rewrapped } from './team-keys.ts'
import type { Recipient } from './transfer.ts'
import type { Vault } from './vault.ts'

/** Every team, also those that one is not in. */
export const listTeams = async (api: ApiClient) => (await api.teams.$get()).json()

export type ListedTeam = Awaited<ReturnType<typeof listTeams>>[number]

/** The team of that name or UID, however the name is spelled. */
export async function findTeam(api: ApiClient, name: string): Promise<ListedTeam> {
  const wanted = name.toLowerCase()
  const teams = await listTeams(api)
  const found = teams.find((one) => one.team_uid === name || one.name.toLowerCase() === wanted)
  if (found) return found
  throw notFound(`there is no team ${name}: see keepwatch team list`)
}

/** A team with its members and the fingerprint of its key. */
export async function showTeam(api: ApiClient, team_uid: string) {
  const team = await (await api.teams[':team_uid'].$get({ param: { team_uid } })).json()
  return { ...team, fingerprint: await fingerprintOf(fromBase64(team.public_key)) }
}

/** Makes a team with keys of its own. Whoever makes it is its first member. */
export async function addTeam({ api, keyPair }: Vault, name: string) {
  const { key, publicKey, encryptedPrivateKey } = await newTeamKeys()
  const json = {
    team_uid: newUid(),
    name,
    public_key: toBase64(publicKey),
    encrypted_private_key: toBase64(encryptedPrivateKey),
    team_key: toBase64(await wrapForPublicKey(keyPair.publicKey, key)),
  }
  return (await api.teams.$post({ json })).json()
}

export const renameTeam = async (api: ApiClient, team_uid: string, name: string) =>
  (await api.teams[':team_uid'].$patch({ param: { team_uid }, json: { name } })).json()

export const removeTeam = async (api: ApiClient, team_uid: string) =>
  (await api.teams[':team_uid'].$delete({ param: { team_uid } })).json()

const keysOf = async (api: ApiClient, team_uid: string) =>
  (await api.teams[':team_uid'].keys.$get({ param: { team_uid } })).json()

/** Puts somebody into a team that one is in: its key is opened here and wrapped for them. Keys that are due are changed first. */
export async function addToTeam(vault: Vault, team: ListedTeam, to: Recipient) {
  const { team_uid } = team
  if (team.key_due_since !== null && team.is_member) await renewTeam(vault, team_uid)
  const key = await openTeamKey(vault, await keysOf(vault.api, team_uid))
  const json = { team_key: toBase64(await wrapForPublicKey(to.publicKey, key)) }
  const param = { team_uid, account_uid: to.account_uid }
  return (await vault.api.teams[':team_uid'].members[':account_uid'].$put({ param, json })).json()
}

/** Gives a team that one is in new keys, for everybody but those who are taken out with it. */
export async function renewTeam(vault: Vault, team_uid: string, without: readonly string[] = []) {
  const sealed = await keysOf(vault.api, team_uid)
  const before = await openTeam(vault, sealed)
  const { key, publicKey, encryptedPrivateKey } = await newTeamKeys()
  const staying = sealed.members.filter(({ account_uid }) => !without.includes(account_uid))
  const members = staying.map(async ({ account_uid, public_key }) => ({
    account_uid,
    team_key: toBase64(await wrapForPublicKey(fromBase64(public_key), key)),
  }))
  const folders = sealed.folders.map(async ({ folder_uid, folder_key }) => ({
    folder_uid,
    folder_key: await rewrapped(before, publicKey, folder_key),
  }))
  const json = {
    public_key: toBase64(publicKey),
    encrypted_private_key: toBase64(encryptedPrivateKey),
    members: await Promise.all(members),
    folders: await Promise.all(folders),
    without: [...without],
  }
  return (await vault.api.teams[':team_uid'].keys.$put({ param: { team_uid }, json })).json()
}

/** Somebody who is in a team. Throws `not-found` when they are not. */
async function memberCalled(api: ApiClient, team_uid: string, email: string) {
  const { members, name } = await showTeam(api, team_uid)
  const wanted = emailName(email)
  const found = members.find((one) => one.email === wanted)
  if (!found) throw notFound(`${email} is not in team ${name}`)
  return found
}

const leave = async (api: ApiClient, team_uid: string) =>
  (await api.teams[':team_uid'].membership.$delete({ param: { team_uid } })).json()

/**
 * Takes somebody out of a team. Who is in it makes new keys with the same step, and then those of their own folders that the team may
 * open; of other owners' folders they are due. Who is not in it can make none: then all of them are due. Oneself one leaves.
 */
export async function removeFromTeam(vault: Vault, team: ListedTeam, email: string) {
  const { api } = vault
  const { team_uid } = team
  const me = await (await api.sessions.current.$get()).json()
  if (emailName(email) === me.email) {
    if (!team.is_member) throw conflict(`you are not in team ${team.name}`)
    return leave(api, team_uid)
  }
  const { account_uid } = await memberCalled(api, team_uid, email)
  if (team.is_member) await renewTeam(vault, team_uid, [account_uid])
  else {
    const param = { team_uid, account_uid }
    await api.teams[':team_uid'].members[':account_uid'].$delete({ param })
  }
  await renewDueKeys(vault)
  return { team_uid, name: team.name, email: emailName(email) }
}
