import { backUp as backUpFolder } from './backup.ts'
import type { Offline, PlaceFlags } from './cli/environment.ts'
import { readConfig } from './config.ts'
import { doctor } from './doctor-of.ts'
import { systemClock } from './kernel/clock.ts'
import { retireOldLogKey, rotateLogKey } from './log-key-rotation.ts'
import { moveFilesOf } from './move-files.ts'
import { moveStoreOf } from './move-store.ts'
import { checkProjectionOf, rebuildProjectionOf } from './offline-projection.ts'
import { resealKeys } from './reseal-keys.ts'
import { restore as restoreFolder } from './restore.ts'

const placeOf = (flags: PlaceFlags) => readConfig(flags, process.env)

/** What the command line can do to an installation's data without a server in between. */
export const offline: Offline = {
  doctor,
  resealKeys: (after, flags) => resealKeys(placeOf(flags), after, systemClock),
  rotateLogKey: (flags) => rotateLogKey(placeOf(flags), systemClock),
  retireOldLogKey: (flags) => retireOldLogKey(placeOf(flags), systemClock),
  checkProjection: (flags) => checkProjectionOf(placeOf(flags)),
  rebuildProjection: (progress, flags) => rebuildProjectionOf(placeOf(flags), progress),
  moveStore: (move, flags) => moveStoreOf(placeOf(flags), move, systemClock),
  moveFiles: (move, flags) => moveFilesOf(placeOf(flags), move, systemClock),
  backUp: ({ file, progress }, flags) => backUpFolder(placeOf(flags), file, progress),
  restore: ({ file, progress }, flags) =>
    restoreFolder(placeOf(flags), {
      backup: file,
      clock: systemClock,
      ...(progress && { progress }),
    }),
}
