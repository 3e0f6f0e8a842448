import { expect } from 'vitest'
import type { Scene, Step } from '../support/step.ts'

const hasBeenRead = async ({ stage, device }: Scene, title: string) => {
  const record = await stage.addRecord(title)
  await device.read({ records: [record] })
  return record
}

const staged = async (scene: Scene, title: string) => {
  const record = await hasBeenRead(scene, title)
  await scene.device.save({ record, password: 'next', transaction: 'rotation' })
  expect(await scene.stage.passwordOf(record)).toBe(`${title} password`)
  return record
}

/** What a client changes in records. */
export const changing: readonly Step[] = [
  {
    name: 'update',
    shows: 'changes a password, and the owner sees it',
    async run(scene) {
      const record = await hasBeenRead(scene, 'Changed')
      await scene.device.save({ record, password: 'n€w $ecret' })
      expect(await scene.stage.passwordOf(record)).toBe('n€w $ecret')
    },
  },
  {
    name: 'stale revision',
    shows: 'is refused when somebody else was faster',
    async run(scene) {
      const record = await hasBeenRead(scene, 'Overtaken')
      await scene.stage.owner.ask('record', 'update', record, '--field', 'password=faster')
      const late = scene.device.save({ record, password: 'late' })
      await expect(late).rejects.toThrow('out_of_sync')
      expect(await scene.stage.passwordOf(record)).toBe('faster')
    },
  },
  {
    name: 'rotate',
    shows: 'changes a password in two steps, of which the second makes it true',
    async run(scene) {
      const record = await staged(scene, 'Rotated')
      await scene.device.finish({ record, rollback: false })
      expect(await scene.stage.passwordOf(record)).toBe('next')
    },
  },
  {
    name: 'roll back',
    shows: 'takes the first of the two steps back',
    async run(scene) {
      const record = await staged(scene, 'Kept')
      await scene.device.finish({ record, rollback: true })
      expect(await scene.stage.passwordOf(record)).toBe('Kept password')
    },
  },
  {
    name: 'links',
    shows: 'finds the login that a record is linked to, and takes the link away',
    async run(scene) {
      const { stage, device } = scene
      const record = await hasBeenRead(scene, 'Machine')
      const login = await stage.addRecord('Its login')
      const add = ['record', 'link', 'add', record, login, '--data', '{"is_admin":true}']
      await stage.owner.ask(...add)
      expect(await device.links({ record })).toEqual([{ uid: login, admin: true }])
      await device.save({ record, password: 'next', links: [login] })
      expect(await device.links({ record })).toEqual([])
    },
  },
  {
    name: 'create',
    shows: 'makes a record in a shared folder',
    async run({ stage, device }) {
      const wanted = { folder: stage.folder, title: 'Made', password: 'edaM' }
      const uid = await device.create(wanted)
      expect(await stage.passwordOf(uid)).toBe('edaM')
      expect(await device.read({ records: [uid] })).toMatchObject([{ title: 'Made' }])
    },
  },
  {
    name: 'delete',
    shows: 'deletes a record, and is told that another is not there',
    async run({ stage, device }) {
      const uid = await stage.addRecord('Deleted')
      const records = [uid, 'AAAAAAAAAAAAAAAAAAAAAA']
      expect(await device.remove({ records })).toEqual(['ok', 'record_uid_not_found'])
      expect(await device.read({ records: [uid] })).toEqual([])
    },
  },
]
