import { expect, test } from 'vitest'
import { branch } from './branch.ts'

const folder = (folder_uid: string, parent_uid: string | null) => ({ folder_uid, parent_uid })
const all = [
  folder('deep', 'inner'),
  folder('top', null),
  folder('inner', 'top'),
  folder('other', 'top'),
]
const names = (folder_uid: string) => branch(folder_uid, all).map((one) => one.folder_uid)

test('a branch is a folder and all below it, parents first, however they are stored', () => {
  expect(names('top')).toEqual(['top', 'inner', 'other', 'deep'])
  expect(names('inner')).toEqual(['inner', 'deep'])
})

test('a folder that holds none is alone', () => {
  expect(names('other')).toEqual(['other'])
})

test('an unknown folder has no branch', () => {
  expect(names('nowhere')).toEqual([])
})
