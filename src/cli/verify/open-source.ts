import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, invalid } from '../../kernel/errors.ts'
import { parseCheckpoint } from '../../tlog/checkpoint.ts'
import { type NoteVerifier, noteVerifier } from '../../tlog/note-key.ts'
import { openDataFolder } from '../../verify/data-folder.ts'
import { openExportFiles } from '../../verify/export-files.ts'
import type { FoundNote, LogSource } from '../../verify/log-source.ts'
import { type FetchPath, openTileServer } from '../../verify/tile-server.ts'
import { getAs, openVault } from '../connect.ts'
import type { Environment } from '../environment.ts'
import type { GlobalOptions } from '../global-options.ts'

/** What `verify` is told. */
export type VerifyFlags = {
  readonly data?: string
  readonly url?: string
  readonly export?: readonly string[]
  readonly checkpoint?: readonly string[]
  readonly vkey?: string
}

const readText = (file: string, what: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause) => {
    throw invalid(`${what} ${file} cannot be read: ${cause.message}`, { cause })
  })

/** The keys in a file, one a line. Nothing is trusted that was not named: a source must not vouch for itself. */
export async function readVerifiers(flags: VerifyFlags): Promise<readonly NoteVerifier[]> {
  const file = flags.vkey ?? (flags.data && join(flags.data, 'log-vkey'))
  if (!file)
    throw invalid(
      "name the log's public key with --vkey FILE: it lies in DATA/log-vkey on the server",
    )
  const lines = (await readText(file, 'the public key')).split('\n').filter(Boolean)
  if (lines.length === 0) throw invalid(`the public key ${file} is empty`)
  return lines.map(noteVerifier)
}

export const readCheckpoints = ({ checkpoint = [] }: VerifyFlags): Promise<readonly FoundNote[]> =>
  Promise.all(
    checkpoint.map(async (from) => ({ from, text: await readText(from, 'the checkpoint') })),
  )

const sizeOf = (note: string): number =>
  parseCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1)).size

async function refusalOf(response: Response): Promise<Failure> {
  const { message } = (await response.json().catch(() => ({}))) as { message?: unknown }
  const kind = response.status === 403 ? 'denied' : 'rejected'
  return new Failure(kind, String(message ?? `the server answered ${response.status}`))
}

async function serverSource(url: string, options: GlobalOptions, environment: Environment) {
  const server = url.replace(/\/+$/, '')
  const { token } = await openVault({ ...options, server }, environment)
  const get = getAs(server, token)
  const fetchPath: FetchPath = async (path) => {
    const response = await get(`/log/${path}`)
    if (response.status === 404) return undefined
    if (!response.ok) throw await refusalOf(response)
    return response.bytes()
  }
  const bytes = await fetchPath('checkpoint')
  const checkpoint = Buffer.from(bytes ?? []).toString()
  const from = `the checkpoint of ${server}`
  return openTileServer({ from, checkpoint, size: sizeOf(checkpoint), fetchPath })
}

/** Opens what was named: one of a data folder, a server, exported files. */
export async function openSource(
  { data, url, export: files }: VerifyFlags,
  options: GlobalOptions,
  environment: Environment,
): Promise<LogSource> {
  if ([data, url, files].filter(Boolean).length !== 1)
    throw invalid('name what to verify: one of --data DIR, --url URL and --export FILE')
  if (data) return openDataFolder(data)
  if (url) return serverSource(url, options, environment)
  return openExportFiles(files ?? [])
}
