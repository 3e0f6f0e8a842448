import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { invalid } from '../kernel/errors.ts'

/**
 * What stays on this machine between commands: for each server the session's token, and the data key sealed under a key
 * that only the server has and only hands out while the session lives. So the file alone opens nothing.
 */
const saved = z.object({ email: z.string(), token: z.string(), sealed_data_key: z.string() })
const content = z.record(z.string(), saved)

export type SavedSession = z.infer<typeof saved>

const fileIn = (home: string) => join(home, 'sessions.json')

async function read(home: string): Promise<Record<string, SavedSession>> {
  const file = fileIn(home)
  const text = await readFile(file, 'utf8').catch(() => '{}')
  try {
    return content.parse(JSON.parse(text))
  } catch (cause) {
    throw invalid(`${file} is damaged: remove it and log in again`, { cause })
  }
}

async function write(home: string, sessions: Record<string, SavedSession>): Promise<void> {
  const file = fileIn(home)
  const partial = `${file}.${process.pid}`
  await mkdir(home, { recursive: true, mode: 0o700 })
  await writeFile(partial, JSON.stringify(sessions, null, 2), { mode: 0o600 })
  await chmod(partial, 0o600)
  await rename(partial, file)
}

export const findSession = async (home: string, server: string) => (await read(home))[server]

export const saveSession = async (home: string, server: string, session: SavedSession) =>
  write(home, { ...(await read(home)), [server]: session })

export async function removeSession(home: string, server: string): Promise<void> {
  const { [server]: _, ...others } = await read(home)
  await write(home, others)
}
