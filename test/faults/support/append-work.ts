import type { Change } from './killable-server.ts'

/** What `append-process.ts` can be asked for. A line of JSON each, with a number to answer by. */
export type AppendWork =
  | Change
  /** Drops the bytes of the events before that one. */
  | { readonly prune: number }
  /** Kills itself. */
  | { readonly die: true }
export type AppendRequest = AppendWork & { readonly id: number }

/** Said once the request is durable, or with the reason for which it was refused. */
export type AppendAnswer = { readonly id: number; readonly refused?: string }
