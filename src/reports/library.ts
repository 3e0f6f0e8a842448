import { join } from 'node:path'
import { loadFamily } from '../kernel/family.ts'
import type { ReadyReport } from './ready-report.ts'

/** The ready-made reports by name: every file of `library/`. */
export const loadLibrary = (): Promise<ReadonlyMap<string, ReadyReport>> =>
  loadFamily<ReadyReport>(join(import.meta.dirname, 'library'))
