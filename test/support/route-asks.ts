import { type Ask, leaves } from './route-declaration.ts'
import type { Asked, World } from './route-world.ts'

/** How requests of the route table are written. */

export const api = '/api/v1'

/** As the owner, who has the vault and every permission. */
export const owner = (path: string, json?: unknown): Asked => ({
  path: `${api}${path}`,
  as: 'owner',
  ...(json !== undefined && { json }),
})

/** A path with a UID in it: what is not there, and what is no UID. */
export const namedBy = (pathOf: (uid: string) => string) => ({
  'not found': leaves(404, ({ nothing }) => owner(pathOf(nothing)), 'action_failed'),
  malformed: leaves(400, () => owner(pathOf('short')), 'action_failed'),
})

/** What is sent, made for the world that it is sent to. */
export type Body = (world: World) => object

export const inApp =
  (path: string, json: Body): Ask =>
  (world) =>
    owner(`/applications/${world.vault.app_uid}${path}`, json(world))

export const inNoApp =
  (path: string, json: Body): Ask =>
  (world) =>
    owner(`/applications/${world.nothing}${path}`, json(world))

export const inFolder =
  (path: string, json: Body): Ask =>
  (world) =>
    owner(`/folders/${world.vault.folderBelow}${path}`, json(world))

export const inNoFolder =
  (path: string, json: Body): Ask =>
  (world) =>
    owner(`/folders/${world.nothing}${path}`, json(world))
