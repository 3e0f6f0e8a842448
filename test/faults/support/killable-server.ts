/** What a client asks for. The events of all three can be told apart from each other by a marker (`markerOf`). */
export type Change =
  | { readonly add: { record_uid: string; owner_key: string; data: string } }
  | { readonly update: { record_uid: string; revision: number; data: string } }

export type Request = Change | { readonly read: { readonly version: string } }

/** A server that is there to be killed. */
export type KillableServer = {
  /** Resolves once the request is acknowledged. Throws `Gone` when the server ended before, another error when it refused. */
  send(request: Request): Promise<void>
  /** SIGKILL; resolves when nothing of it is left and everything it said has been heard. Throws when it had ended by itself. */
  kill(): Promise<void>
}

/** The server ended without an answer: it may have done what it was asked or not. */
export class Gone extends Error {}

/** What the event of a request can be told by, in the history of a client and in the log. */
export function markerOf(request: Request): string {
  if ('read' in request) return request.read.version
  if ('add' in request) return `${request.add.record_uid} 1`
  return `${request.update.record_uid} ${request.update.revision + 1}`
}
