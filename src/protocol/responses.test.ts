import { expect, test } from 'vitest'
import {
  foldersAnswer,
  type SecretsAnswer,
  type ServedApplication,
  secretsAnswer,
  secretsContent,
} from './responses.ts'

const textOf = (application: ServedApplication, shared: Parameters<typeof secretsContent>[0]) =>
  secretsAnswer(application, secretsContent(shared))

const answerOf = (...given: Parameters<typeof textOf>) =>
  JSON.parse(textOf(...given)) as SecretsAnswer

const record = {
  recordUid: 'Ue8h6JyWUs7Iu6eY_mha-w',
  recordKey: 'a2V5',
  data: 'ZGF0YQ==',
  revision: 1411018,
  isEditable: true,
}
const share = { folderUid: 'y6FBhg7C-wy2zaM0-ouI-Q', folderKey: 'a2V5', isEditable: true }

test('an answer has the members of the recorded one, in its order, with explicit nulls', () => {
  const inFolder = { ...record, innerFolderUid: 'ZUx3UkTzy2pgLFHNTiMMUw' }
  const text = textOf(
    { appData: '+/8=' },
    { folders: [{ ...share, records: [inFolder] }], records: [] },
  )
  expect(text).toBe(
    '{"appData":"-_8","encryptedAppKey":null,"appOwnerPublicKey":null,"folders":[' +
      '{"folderUid":"y6FBhg7C-wy2zaM0-ouI-Q","folderKey":"a2V5","data":null,"parent":null,"isEditable":true,"records":[' +
      '{"recordUid":"Ue8h6JyWUs7Iu6eY_mha-w","recordKey":"a2V5","data":"ZGF0YQ==","revision":1411018,' +
      '"isEditable":true,"files":null,"folderUid":null,"innerFolderUid":"ZUx3UkTzy2pgLFHNTiMMUw"}]}],' +
      '"records":[],"expiresOn":0,"warnings":null,"extra":null}',
  )
})

test('an empty shared folder is listed, because devices look its key up here', () => {
  const answer = answerOf(
    { appData: 'AA==' },
    { folders: [{ ...share, records: [] }], records: [] },
  )
  expect(answer.folders).toEqual([
    expect.objectContaining({ folderUid: share.folderUid, records: [] }),
  ])
})

test('until a device is bound it gets its application key and the owner key, both', () => {
  const binding = { encryptedAppKey: 'YQ==', appOwnerPublicKey: 'Yg==' }
  const answer = answerOf({ appData: 'AA==', binding }, { folders: [], records: [] })
  expect(answer).toMatchObject(binding)
})

test('links are in a record only when they are given', () => {
  const links = [{ recordUid: 'x', data: null, path: null }]
  const { records } = answerOf(
    { appData: 'AA==' },
    { folders: [], records: [record, { ...record, links }] },
  )
  expect(records.map((one) => one.links)).toEqual([undefined, links])
  expect(Object.keys(records[0] ?? {})).not.toContain('links')
})

test('folders come parents first, and one whose parent is missing stays out', () => {
  const folder = (folderUid: string, parent: string | null) => ({
    folderUid,
    parent,
    folderKey: 'a2V5',
    data: 'ZGF0YQ==',
    isEditable: true,
  })
  const { folders, records } = foldersAnswer({ appData: 'AA==' }, [
    folder('grandchild', 'child'),
    folder('child', 'top'),
    folder('orphan', 'gone'),
    folder('top', null),
  ])
  expect(folders.map(({ folderUid }) => folderUid)).toEqual(['top', 'child', 'grandchild'])
  expect(folders.every((one) => one.records === null)).toBe(true)
  expect(records).toEqual([])
})
