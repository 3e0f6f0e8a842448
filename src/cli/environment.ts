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
}
