import { expect } from 'vitest'
import type { Step } from '../support/step.ts'

/** What a client reads, and how it keeps what it needs for that. */
export const reading: readonly Step[] = [
  {
    name: 'bind',
    shows: 'connects with a one-time token, and reads',
    async run({ stage, device, deviceName }) {
      const uid = stage.registry
      const records = await device.read({ records: [uid] })
      expect(records).toMatchObject([{ uid, title: 'Registry', password: 'Registry password' }])
      const events = (await stage.eventsOf(deviceName)).map(({ audit_event }) => audit_event)
      expect(events).toEqual(expect.arrayContaining(['app_client_connected', 'app_client_access']))
    },
  },
  {
    name: 'restart',
    shows: 'a new process goes on with the saved configuration alone',
    async run(scene) {
      const { stage, place } = scene
      await scene.device.stop()
      const { token: _, ...saved } = place
      scene.device = await stage.open(saved)
      expect(await scene.device.read({ records: [stage.registry] })).toHaveLength(1)
    },
  },
  {
    name: 'filters',
    shows: 'asks for everything, for single records and for folders',
    async run({ stage, device }) {
      const uid = await stage.addRecord('Wanted')
      await stage.addRecord('Other')
      const wanted = { uid, title: 'Wanted', password: 'Wanted password', files: [] }
      expect(await device.read({ records: [uid] })).toEqual([wanted])
      expect(await device.read({ records: ['AAAAAAAAAAAAAAAAAAAAAA'] })).toEqual([])
      for (const asked of [{}, { folders: [stage.folder] }]) {
        const titles = (await device.read(asked)).map(({ title }) => title)
        expect(titles).toEqual(expect.arrayContaining(['Wanted', 'Other']))
      }
    },
  },
  {
    name: 'notation',
    shows: 'finds a value by `keeper://…`',
    async run({ stage, device }) {
      const uid = await stage.addRecord('Noted')
      const notation = `keeper://${uid}/field/password`
      expect(await device.notation({ notation })).toBe('Noted password')
      expect(await device.notation({ notation: 'keeper://Noted/field/login' })).toBe('robot')
    },
  },
]
