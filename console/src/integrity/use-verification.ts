import { useRef, useState } from 'react'
import { type TreeVerdict, verifyTree } from '../../../src/evidence/verify-tree.ts'
import { type KnownLog, seenCheckpoint } from './known-log.ts'
import { tileLog } from './tile-log.ts'

export type Verification =
  | { readonly state: 'none' }
  | { readonly state: 'running'; readonly done: number; readonly size: number }
  | { readonly state: 'done'; readonly verdict: TreeVerdict; readonly tookMs: number }
  | { readonly state: 'failed'; readonly error: unknown }

/** Reads the whole log here and climbs to its root; can be given up. */
export function useVerification() {
  const [verification, become] = useState<Verification>({ state: 'none' })
  const stop = useRef<AbortController>(undefined)
  const start = async ({ checkpoint, known, size }: KnownLog) => {
    const control = new AbortController()
    stop.current = control
    const started = performance.now()
    become({ state: 'running', done: 0, size })
    const watching = {
      signal: control.signal,
      told: (done: number) => become({ state: 'running', done, size }),
    }
    const claims = { checkpoint, vkeys: known, remembered: seenCheckpoint()?.checkpoint }
    try {
      const verdict = await verifyTree(claims, tileLog(control.signal), watching)
      become({ state: 'done', verdict, tookMs: performance.now() - started })
    } catch (error) {
      become(control.signal.aborted ? { state: 'none' } : { state: 'failed', error })
    }
  }
  return { verification, start, cancel: () => stop.current?.abort() }
}
