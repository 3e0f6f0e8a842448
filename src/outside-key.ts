import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Config } from './config.ts'
import { Failure, invalid } from './kernel/errors.ts'
import { type KeyFiles, plainKeyFiles, sealedKeyFiles } from './kernel/key-files.ts'

const run = promisify(execFile)
const keyBytes = 32
const commandMs = 30_000

/** Where the operator keeps the key that seals the keys of the server; at most one of them. */
export type OutsidePlace = Pick<Config, 'key' | 'keyFile' | 'keyCommand'>

/** How events name the place; never what is in it. */
export const placeName = ({ key, keyFile, keyCommand }: OutsidePlace): string => {
  if (keyFile) return 'a file'
  if (keyCommand) return 'a command'
  return key ? 'the environment' : 'nothing'
}

/** 32 bytes, written as 64 hexadecimal digits or as base64, as `openssl rand` writes them. */
function keyIn(text: string, from: string): Uint8Array {
  const trimmed = text.trim()
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed)
    ? Buffer.from(trimmed, 'hex')
    : Buffer.from(trimmed, 'base64')
  if (bytes.length === keyBytes) return bytes
  throw invalid(
    `${from} gives no key: it must be 32 bytes as hexadecimal digits or base64, as \`openssl rand -base64 32\` makes them`,
  )
}

/** What a command prints, such as one that asks a key server or a security module. What it says of errors may hold secrets and stays out. */
async function printed(command: string): Promise<string> {
  try {
    return (await run('/bin/sh', ['-c', command], { timeout: commandMs })).stdout
  } catch (error) {
    const { code, signal } = error as { code?: unknown; signal?: unknown }
    throw new Failure(
      'rejected',
      `--key-command failed (${String(signal ?? code)}): no key was read`,
    )
  }
}

const fileText = (file: string) =>
  readFile(file, 'utf8').catch((cause: Error) => {
    throw invalid(`--key-file ${file} cannot be read: ${cause.message}`, { cause })
  })

/** The operator's key, if there is one. */
export async function outsideKey(place: OutsidePlace): Promise<Uint8Array | undefined> {
  const { key, keyFile, keyCommand } = place
  if (keyFile) return keyIn(await fileText(keyFile), `--key-file ${keyFile}`)
  if (keyCommand) return keyIn(await printed(keyCommand), '--key-command')
  return key ? keyIn(key, 'KEEPWATCH_KEY') : undefined
}

const known = new WeakMap<OutsidePlace, Promise<KeyFiles>>()

async function opened(place: OutsidePlace): Promise<KeyFiles> {
  const key = await outsideKey(place)
  return key ? sealedKeyFiles(key) : plainKeyFiles
}

/** The key files of a configuration. The operator's key is asked for once. */
export function keyFilesOf(place: OutsidePlace): Promise<KeyFiles> {
  const files = known.get(place) ?? opened(place)
  known.set(place, files)
  return files
}
