import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Scene, Step } from '../support/step.ts'

const fileBytes = 100_000

async function recordAndFile({ stage, place }: Scene, name: string) {
  const record = await stage.addRecord(`Holder of ${name}`)
  const file = join(place.folder, name)
  const sent = randomBytes(fileBytes)
  await writeFile(file, sent)
  return { record, file, sent }
}

/** A record with a file that the client has sent. */
async function withFile(scene: Scene, name: string) {
  const { device } = scene
  const { record, file, sent } = await recordAndFile(scene, name)
  await device.read({ records: [record] })
  await device.upload({ record, file })
  const [found] = await device.read({ records: [record] })
  expect(found?.files).toEqual([name])
  return { record, name, sent }
}

/** What a client does with folders and with files on records. */
export const foldersAndFiles: readonly Step[] = [
  {
    name: 'folders',
    shows: 'makes and renames folders, and makes records in them',
    async run({ stage, device }) {
      const top = stage.folder
      const outer = await device.createFolder({ folder: top, name: 'Outer' })
      const inner = await device.createFolder({ folder: top, below: outer, name: 'Inner' })
      await device.renameFolder({ folder: inner, name: 'Renamed' })
      const folders = await device.folders({})
      expect(folders).toContainEqual({ uid: inner, parent: outer, name: 'Renamed' })
      const wanted = { folder: top, below: inner, title: 'Deep', password: 'peeD' }
      const uid = await device.create(wanted)
      expect(await device.read({ folders: [inner] })).toMatchObject([{ uid, password: 'peeD' }])
    },
  },
  {
    name: 'delete folders',
    shows: 'deletes folders, with what is in them only when forced',
    async run({ stage, device }) {
      const top = stage.folder
      const outer = await device.createFolder({ folder: top, name: 'Going' })
      const wanted = { folder: top, below: outer, title: 'Goes along', password: 'gone' }
      const uid = await device.create(wanted)
      expect(await device.removeFolder({ folder: outer, force: false })).toEqual(['bad_request'])
      expect(await device.removeFolder({ folder: outer, force: true })).toEqual(['ok'])
      expect(await device.read({ records: [uid] })).toEqual([])
    },
  },
  {
    name: 'upload',
    shows: 'hangs a file on a record, which the owner can fetch',
    async run(scene) {
      const { record, name, sent } = await withFile(scene, 'up.bin')
      const fetched = join(scene.place.folder, 'fetched.bin')
      const fetch = ['record', 'download', record, name, '--output', fetched]
      expect(await scene.stage.owner.keepwatch(...fetch)).toMatchObject({ code: 0 })
      expect((await readFile(fetched)).equals(sent)).toBe(true)
    },
  },
  {
    name: 'download',
    shows: 'fetches a file that the owner has hung on a record',
    async run(scene) {
      const name = 'down.bin'
      const { record, file, sent } = await recordAndFile(scene, name)
      await scene.stage.owner.ask('record', 'update', record, '--file', file)
      await scene.device.read({ records: [record] })
      const into = join(scene.place.folder, 'back.bin')
      await scene.device.download({ record, name, into })
      expect((await readFile(into)).equals(sent)).toBe(true)
    },
  },
  {
    name: 'remove a file',
    shows: 'takes a file off its record',
    async run(scene) {
      const { record, name } = await withFile(scene, 'gone.bin')
      await scene.device.detach({ record, name })
      const [found] = await scene.device.read({ records: [record] })
      expect(found?.files).toEqual([])
    },
  },
]
