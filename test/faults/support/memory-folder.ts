import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** Where copies are looked at: in memory when there is such a folder, because nothing has to survive there. */
export const memoryFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
