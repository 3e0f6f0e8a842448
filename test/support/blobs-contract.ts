import { createHash, randomBytes } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { Blobs } from '../../src/store/blobs.ts'

async function* source(...chunks: readonly Uint8Array[]) {
  yield* chunks
}

const minute = 60_000

type Open = () => Promise<Blobs>

/** A new, empty place for each test. */
function placeOf(open: Open) {
  let blobs: Blobs
  beforeEach(async () => {
    blobs = await open()
  })
  return {
    blobs: () => blobs,
    keep: async (bytes: Uint8Array) => (await blobs.receive(source(bytes), bytes.length)).keep(),
    async read(name: string) {
      const opened = await blobs.open(name)
      return opened && Buffer.concat(await Array.fromAsync(opened.chunks))
    },
    everything: () => Array.fromAsync(blobs.listOlder(Date.now() + minute)),
  }
}

type Place = ReturnType<typeof placeOf>

/** What every place for files promises. `open` gives a new, empty one. */
export function blobsContract(open: Open): void {
  const place = placeOf(open)
  keepsWhatComes(place)
  leavesNothing(place)
  listsAndRemoves(place)
}

function keepsWhatComes({ blobs, keep, read, everything }: Place): void {
  test.each([0, 1, 1_000_000, 8 * 1024 * 1024, 20_000_000])(
    '%i bytes that were received and kept are found again, whole',
    async (size) => {
      const bytes = randomBytes(size)
      const draft = await blobs().receive(source(bytes.subarray(0, 7), bytes.subarray(7)), size)
      const sha256 = createHash('sha256').update(bytes).digest('base64url')
      expect(draft).toMatchObject({ size, sha256 })
      const name = await draft.keep()
      const opened = await blobs().open(name)
      expect(opened?.size).toBe(size)
      await opened?.close()
      expect((await read(name))?.equals(bytes)).toBe(true)
    },
  )

  test('a blob that moves here from elsewhere keeps its name, also when it comes twice', async () => {
    const name = 'moved-blob-of-22-chars'
    for (let time = 0; time < 2; time++) {
      const draft = await blobs().receive(source(Buffer.from('moved')), 5, name)
      expect(await draft.keep()).toBe(name)
    }
    expect(String(await read(name))).toBe('moved')
    expect(await everything()).toEqual([name])
  })

  test('whoever reads half a blob may leave', async () => {
    const name = await keep(randomBytes(5_000_000))
    const opened = await blobs().open(name)
    await opened?.chunks.next()
    await opened?.chunks.return(undefined)
    expect((await read(name))?.length).toBe(5_000_000)
  })
}

function leavesNothing({ blobs, everything }: Place): void {
  test('nothing is left of a draft that was discarded', async () => {
    const draft = await blobs().receive(source(Buffer.from('draft')), 10)
    await draft.discard()
    expect(await everything()).toEqual([])
  })

  test.each([6, 9_000_000])(
    'more than was announced, and a source that breaks off after %i bytes, leave nothing',
    async (size) => {
      const chunk = Buffer.alloc(size)
      await expect(blobs().receive(source(chunk, chunk), size)).rejects.toThrow(
        `longer than the ${size} bytes`,
      )
      async function* torn() {
        yield chunk
        throw new Error('gone')
      }
      await expect(blobs().receive(torn(), 2 * size)).rejects.toThrow('gone')
      expect(await everything()).toEqual([])
    },
  )
}

function listsAndRemoves({ blobs, keep, read, everything }: Place): void {
  test('a name that was never given, and one that leads elsewhere, are no names', async () => {
    const elsewhere = '../../../../etc/passwd'
    for (const name of ['AAAAAAAAAAAAAAAAAAAAAA', elsewhere, `${elsewhere}?acl`, '']) {
      expect(await blobs().open(name)).toBeUndefined()
      await blobs().remove(name)
    }
  })

  test('what is old is listed, drafts as well, and what is removed is gone', async () => {
    const kept = await keep(Buffer.from('a'))
    const other = await keep(Buffer.from('b'))
    await blobs().receive(source(Buffer.from('c')), 1)
    expect(await Array.fromAsync(blobs().listOlder(Date.now() - minute))).toEqual([])
    const old = await everything()
    expect(old).toHaveLength(3)
    expect(old).toEqual(expect.arrayContaining([kept, other]))
    for (const name of old) if (name !== kept) await blobs().remove(name)
    expect(await everything()).toEqual([kept])
    expect(String(await read(kept))).toBe('a')
  })
}
