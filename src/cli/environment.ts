/** Which installation: the flags of `serve` that name its place. */
export type PlaceFlags = { readonly data?: string; readonly databaseUrl?: string } & KeyPlace

type Counts = { readonly size: number; readonly signed: number; readonly newest?: string }
type Keys = { readonly origin: string; readonly vkeys: readonly string[] }
type Progress = (done: number, of: number) => void

/** What a projection is, held against the log; `seq` is the first event in which they differ. */
export type ProjectionVerdict =
  | { readonly state: 'none' | 'in-use' | 'other-layout' | 'unreadable' }
  | { readonly state: 'agrees'; readonly rows: number; readonly next: number }
  | { readonly state: 'differs'; readonly seq: number }

type BackupFile = {
  readonly file: string
  readonly progress?: Progress
}

/** Where the key is that seals the keys of a server. */
export type KeyPlace = { readonly keyFile?: string; readonly keyCommand?: string }

/** A move into PostgreSQL, or back into the data folder. */
type Move = {
  readonly direction: 'to' | 'from'
  readonly databaseUrl: string
  readonly progress?: Progress
}

type Moved = {
  readonly size: number
  readonly root: string
  readonly from: string
  readonly to: string
  readonly held_ms: number
  readonly files_in: string
}

/** A move of the files of records into a bucket, or back into the data folder. */
type FileMove = {
  readonly direction: 'to' | 'from'
  readonly filesUrl: string
  readonly progress?: Progress
}

type MovedFiles = {
  readonly files: number
  readonly moved: number
  readonly from: string
  readonly to: string
}

/** What was found about a deployment: `wrong` and `unproven` are to be mended. */
type Found = {
  readonly check: string
  readonly state: 'ok' | 'warning' | 'wrong' | 'unproven'
  readonly says: string
  readonly do?: string
}

/** What can be done to an installation's data without a server in between. */
export type Offline = {
  /** Looks at a deployment as `serve` would run it, or at a server from outside. */
  doctor(
    flags: PlaceFlags & { readonly url?: string },
    ca: string | undefined,
  ): Promise<readonly Found[]>
  /** Seals the keys of the server with another key of the operator, or with none. */
  resealKeys(after: KeyPlace, place: PlaceFlags): Promise<{ files: number; sealed_by: string }>
  rotateLogKey(place: PlaceFlags): Promise<Keys>
  retireOldLogKey(place: PlaceFlags): Promise<Keys>
  /** Holds the projection of the log against the log. */
  checkProjection(place: PlaceFlags): Promise<ProjectionVerdict>
  /** Makes the projection of the log anew; gives how many events it covers. */
  rebuildProjection(progress: Progress, place: PlaceFlags): Promise<number>
  moveStore(move: Move, place: PlaceFlags): Promise<Moved>
  moveFiles(move: FileMove, place: PlaceFlags): Promise<MovedFiles>
  backUp(backup: BackupFile, place: PlaceFlags): Promise<Counts>
  restore(backup: BackupFile, place: PlaceFlags): Promise<Counts & { readonly objection?: string }>
}

/** What a command may touch of the outside: handed in, so that a test can hand in its own. */
export type Environment = {
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  /** From its first call on, Ctrl-C aborts this signal instead of ending the process. */
  interrupted(): AbortSignal
  /** Parts of the program that are not clients of a server. */
  readonly serve: (flags: Readonly<Record<string, unknown>>) => Promise<void>
  readonly offline: () => Promise<Offline>
}
