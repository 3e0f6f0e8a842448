import { open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Volume } from './check.ts'

const rounds = 15
/** As `disk-guard.ts` has it. */
const usualReserve = 256 * 1024 * 1024

/** linux/magic.h: where what is confirmed may be gone, or locks mean little. */
const filesystems: Readonly<Record<number, string>> = {
  16914836: 'tmpfs',
  2240043254: 'ramfs',
  26985: 'NFS',
  4283649346: 'CIFS',
}

/** How long the disk takes to confirm a write, in the middle of some. */
async function flushMs(folder: string): Promise<number> {
  const file = join(folder, '.doctor')
  const handle = await open(file, 'w', 0o600)
  try {
    const took: number[] = []
    for (let round = 0; round < rounds; round++) {
      await handle.write(Buffer.alloc(4_096, round), 0, 4_096, 0)
      const began = performance.now()
      await handle.datasync()
      took.push(performance.now() - began)
    }
    return took.sort((a, b) => a - b)[rounds >> 1] ?? 0
  } finally {
    await handle.close()
    await rm(file, { force: true })
  }
}

/** Measures the volume of a folder: it writes a small file there, and removes it. */
export async function measureVolume(folder: string, configured?: number): Promise<Volume> {
  const { bavail, blocks, bsize, type } = await statfs(folder)
  const reserve = configured ?? Math.min(usualReserve, Math.floor((blocks * bsize) / 100))
  return {
    free: bavail * bsize,
    reserve,
    filesystem: filesystems[type],
    flushMs: await flushMs(folder),
  }
}
