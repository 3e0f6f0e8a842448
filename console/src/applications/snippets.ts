import type { NewDevice } from './new-device.ts'
import * as programs from './programs.ts'
import * as tools from './tools.ts'

/** How something connects: as text to paste, and what has to be known about it. */
export type Snippet = {
  readonly name: string
  /** What it starts with: the one-time token, or a configuration that somebody has connected already. */
  readonly takes: 'token' | 'configuration'
  /** Where more has to be done than to run it. */
  readonly note?: string
  readonly of: (device: NewDevice) => string
}

const ownKeys = 'It knows only the keys that it was built with, so the first lines give it ours.'

/** The official SDKs and tools. What each keeps it writes to the file, and needs only that afterwards. */
export const snippets: readonly Snippet[] = [
  { name: 'JavaScript', takes: 'token', of: programs.javascript },
  { name: 'Python', takes: 'token', of: programs.python },
  {
    name: 'Go',
    takes: 'token',
    note: `${ownKeys} It drops the port of a hostname: serve on 443.`,
    of: programs.go,
  },
  { name: 'Java', takes: 'token', note: ownKeys, of: programs.java },
  { name: '.NET', takes: 'token', note: ownKeys, of: programs.dotnet },
  { name: 'Ruby', takes: 'token', note: 'From version 17.2.', of: programs.ruby },
  {
    name: 'Rust',
    takes: 'token',
    note: 'From version 17.3. It drops the port of a hostname: serve on 443.',
    of: programs.rust,
  },
  {
    name: 'ksm',
    takes: 'token',
    note: `${ownKeys} Install it with pip: the packed binary reads no such file.`,
    of: tools.ksm,
  },
  { name: 'Ansible', takes: 'configuration', of: tools.ansible },
  {
    name: 'GitHub',
    takes: 'configuration',
    note: 'Keeper’s own action brings an SDK along that cannot know another server; this step runs the current one.',
    of: tools.github,
  },
  {
    name: 'Kubernetes',
    takes: 'configuration',
    note: 'Any pod whose program uses a current SDK reads with it. Operators that are built with the Go SDK have to be built again.',
    of: tools.kubernetes,
  },
]
