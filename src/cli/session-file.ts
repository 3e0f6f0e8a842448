import { z } from 'zod'
import { homeFile } from './home-file.ts'

/**
 * What stays on this machine between commands: for each server the session's token, and the data key sealed under a key
 * that only the server has and only hands out while the session lives. So the file alone opens nothing.
 */
const saved = z.object({ email: z.string(), token: z.string(), sealed_data_key: z.string() })

export const {
  find: findSession,
  save: saveSession,
  remove: removeSession,
} = homeFile({ name: 'sessions.json', entry: saved, remedy: 'remove it and log in again' })
