import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { file as fileTarget } from '../../../src/exports/targets/file.ts'
import type { Verdict } from '../../../src/exports/verdict.ts'
import { type AnswerTable, sendThree } from '../../support/answer-table.ts'

const settings = { file: 'events.ndjson' }

async function inScratch(act: (scratch: string) => Promise<Verdict>): Promise<Verdict> {
  const scratch = await mkdtemp(join(tmpdir(), 'keepwatch-file-'))
  return act(scratch).finally(() => rm(scratch, { recursive: true }))
}

/** A file answers by taking what is written. */
export const file: AnswerTable = {
  name: 'file',
  settings: () => settings,
  happenings: [
    {
      when: 'the disk takes it',
      act: () => inScratch((folder) => sendThree(fileTarget, settings, { folder })),
      becomes: 'done',
    },
    {
      when: 'something stands where the folder should be',
      act: () =>
        inScratch(async (scratch) => {
          const folder = join(scratch, 'taken')
          await writeFile(folder, 'no folder')
          return sendThree(fileTarget, settings, { folder })
        }),
      becomes: 'again',
    },
  ],
  never: { paused: 'a disk that is full gets room again', dead: 'a file takes any line' },
}
