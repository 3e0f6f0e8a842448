/** One of the vendor's clients, unmodified, as the scenarios see it. */
export type Client = {
  /** Of its test and its file in `docs/reference/clients`. */
  readonly name: string
  /** What the table calls it. */
  readonly title: string
  /** How it learns of our server: "configuration only", or the hook that it needs. */
  readonly reaches: string
  /** What its version looks like in the log. */
  readonly version: RegExp
  /** Steps that it cannot take, whatever the server does, and why. */
  readonly lacks?: Readonly<Record<string, string>>
  /** What to know of a step that works. */
  readonly notes?: Readonly<Record<string, string>>
  /** It does not wait by itself when it is told to. */
  readonly failsWhenThrottled?: true
  /** How often it asks the server when it reads one record: once, unless it says otherwise. */
  readonly asksPerRead?: number
  /** How many reads in ten seconds the server of the throttle step allows, where the usual 100 take too long. */
  readonly throttledAfter?: number
  /** Makes a process with a token that was not used, or with the configuration that an earlier one has saved. */
  open(place: Place): Promise<Device>
}

/** What a device has to go by. */
export type Place = {
  /** A folder of its own, where its configuration stays. */
  readonly folder: string
  /** Once; without it the saved configuration has everything. */
  readonly token?: string
  /** `localhost:PORT`. */
  readonly hostname: string
  readonly serverPublicKey: string
  readonly serverPublicKeyId: string
  /** Who signed the server's certificate. */
  readonly caFile: string
}

export type FoundRecord = {
  readonly uid: string
  readonly title: string
  readonly password: string
  readonly files: readonly string[]
}

export type FoundFolder = {
  readonly uid: string
  readonly parent: string | null
  readonly name: string
}

/** What is asked of a client. Each rejects with what the client says to its user. */
type Asked = {
  read(wanted: {
    readonly records?: readonly string[]
    readonly folders?: readonly string[]
  }): Promise<readonly FoundRecord[]>
  notation(wanted: { readonly notation: string }): Promise<string>
  /** Writes a record as it was last read, with another password; `links` are files and linked records to take off it. */
  save(wanted: {
    readonly record: string
    readonly password: string
    readonly transaction?: 'rotation'
    readonly links?: readonly string[]
  }): Promise<unknown>
  finish(wanted: { readonly record: string; readonly rollback: boolean }): Promise<unknown>
  create(wanted: {
    readonly folder: string
    readonly below?: string
    readonly title: string
    readonly password: string
  }): Promise<string>
  /** Gives what became of each, in their order. */
  remove(wanted: { readonly records: readonly string[] }): Promise<readonly string[]>
  folders(wanted: Record<string, never>): Promise<readonly FoundFolder[]>
  createFolder(wanted: {
    readonly folder: string
    readonly below?: string
    readonly name: string
  }): Promise<string>
  renameFolder(wanted: { readonly folder: string; readonly name: string }): Promise<unknown>
  removeFolder(wanted: {
    readonly folder: string
    readonly force: boolean
  }): Promise<readonly string[]>
  /** Gives the name that the file then has. */
  upload(wanted: { readonly record: string; readonly file: string }): Promise<unknown>
  download(wanted: {
    readonly record: string
    readonly name: string
    readonly into: string
  }): Promise<unknown>
  /** To which records a record is linked, and whether the login there is an administrator's. */
  links(wanted: {
    readonly record: string
  }): Promise<readonly { readonly uid: string; readonly admin: boolean }[]>
  /** Takes a file off its record. */
  detach(wanted: { readonly record: string; readonly name: string }): Promise<unknown>
}

/** Everything that can be asked, by name. */
export type Ask = keyof Asked

/** A client that is open. */
export type Device = Asked & { stop(): Promise<void> }

export const asks = [
  'read',
  'notation',
  'save',
  'finish',
  'create',
  'remove',
  'folders',
  'createFolder',
  'renameFolder',
  'removeFolder',
  'upload',
  'download',
  'detach',
  'links',
] as const satisfies readonly Ask[]
