import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Device, FoundRecord, Place } from '../support/client.ts'
import { folderOf } from '../support/fetch-clients.ts'
import { type Tool, tool } from '../support/run-tool.ts'

/**
 * The Ansible collection as a device: every deed is a playbook that `ansible-playbook` runs against this machine. A play
 * begins in a second, so what belongs together is in one.
 */

type Task = Readonly<Record<string, unknown>>

/** What Ansible registers of a task, and of each round of a task that loops. */
type Registered = {
  readonly failed?: boolean
  readonly msg?: string
  /** The same with all its causes. */
  readonly exception?: string
  readonly value?: string
  readonly record?: Readonly<Record<string, readonly string[]>>
  readonly record_uid?: string
}

type Rounds = { readonly results: readonly Registered[] }

/** Runs tasks, and gives what they registered as `told`. */
type Play = <Told>(...tasks: readonly Task[]) => Promise<Told>

const told = { register: 'told' }

/** A module by the name that playbooks have for it. */
const keeper = (name: string, wanted: Task): Task => ({
  [`keepersecurity.keeper_secrets_manager.keeper_${name}`]: wanted,
})

/** A mistake of one round is not the end of the others, and the play says which it was. */
const each = (uids: readonly string[]) => ({ loop: uids, ignore_errors: true })

const isMissing = ({ msg = '' }: Registered) => msg.includes('could not be found')

/** Fails with what the collection says to its user, unless that is only that a record is not there. */
function found(round: Registered): boolean {
  if (!round.failed) return true
  if (isMissing(round)) return false
  throw new Error(round.exception ?? round.msg)
}

const firstOf = ({ record }: Registered, field: string) => record?.[field]?.[0] ?? ''

const reads = (play: Play): Pick<Device, 'read' | 'notation' | 'download'> => ({
  async read({ records: uids = [] }): Promise<readonly FoundRecord[]> {
    const [read, titles] = await play<readonly (readonly Registered[])[]>(
      { ...keeper('get_record', { uid: '{{ item }}' }), register: 'read', ...each(uids) },
      {
        ...keeper('get', { notation: 'keeper://{{ item.item }}/title' }),
        register: 'titles',
        loop: '{{ read.results }}',
        when: 'item is succeeded',
      },
      { set_fact: { told: '{{ [read.results, titles.results] }}' } },
    )
    return (read ?? []).flatMap((round, index) => {
      if (!found(round)) return []
      const title = titles?.[index]?.value ?? ''
      // It knows of files what the record says of them, and that is no names.
      return { uid: uids[index] ?? '', title, password: firstOf(round, 'password'), files: [] }
    })
  },
  async notation({ notation }) {
    const { value = '' } = await play<Registered>({ ...keeper('get', { notation }), ...told })
    return value
  },
  download: ({ record, name, into }) =>
    play({ ...keeper('copy', { uid: record, file: name, dest: into, mode: '0600' }), ...told }),
})

const writes = (play: Play): Pick<Device, 'save' | 'create' | 'remove'> => ({
  save: ({ record, password }) =>
    play({ ...keeper('set', { uid: record, field: 'password', value: password }), ...told }),
  async create({ folder, title, password }) {
    const fields = [
      { type: 'login', value: 'robot' },
      { type: 'password', value: password },
    ]
    const wanted = { shared_folder_uid: folder, record_type: 'login', title, fields }
    const { record_uid = '' } = await play<Registered>({ ...keeper('create', wanted), ...told })
    return record_uid
  },
  async remove({ records }) {
    const remove = { ...keeper('remove', { uid: '{{ item }}' }), ...told, ...each(records) }
    const { results } = await play<Rounds>(remove)
    return results.map((round) => (found(round) ? 'ok' : 'record_uid_not_found'))
  },
})

/** What it has no modules for. */
const missing = (name: string) => () =>
  Promise.reject(new Error(`the collection has no module for ${name}`))

const lacking: Pick<
  Device,
  | 'finish'
  | 'folders'
  | 'createFolder'
  | 'renameFolder'
  | 'removeFolder'
  | 'upload'
  | 'detach'
  | 'links'
> = {
  finish: missing('updates in two steps'),
  folders: missing('folders'),
  createFolder: missing('folders'),
  renameFolder: missing('folders'),
  removeFolder: missing('folders'),
  upload: missing('attaching files'),
  detach: missing('taking files off'),
  links: missing('links of records'),
}

/** What the last task of a play prints, among the rest that Ansible says. */
const printed = /"msg": "([A-Za-z0-9+/=]+)"/

const player =
  (playbook: string, run: Tool): Play =>
  async <Told>(...tasks: readonly Task[]) => {
    const tell = { debug: { msg: '{{ told | to_json | b64encode }}' } }
    const play = { hosts: 'localhost', gather_facts: false, tasks: [...tasks, tell] }
    // JSON is YAML.
    await writeFile(playbook, JSON.stringify([play]))
    const said = await run('-i', 'localhost,', '-c', 'local', playbook)
    const [, told = ''] = [...said.matchAll(new RegExp(printed, 'g'))].at(-1) ?? []
    return JSON.parse(Buffer.from(told, 'base64').toString()) as Told
  }

/** Writes the configuration file that an operator hands out, with the token in it: the collection spends it by itself. */
async function configure(file: string, { token, hostname, ...server }: Place): Promise<void> {
  const { serverPublicKey, serverPublicKeyId } = server
  const config = { hostname, clientKey: token, serverPublicKey, serverPublicKeyId }
  await writeFile(file, JSON.stringify(config), { mode: 0o600 })
}

export async function openAnsible(place: Place): Promise<Device> {
  const config = join(place.folder, 'ksm-config.json')
  if (place.token) await configure(config, place)
  const home = folderOf('ansible')
  const run = tool(join(home, 'bin/ansible-playbook'), {
    ANSIBLE_COLLECTIONS_PATH: home,
    ANSIBLE_HOME: join(place.folder, 'ansible'),
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_PYTHON_INTERPRETER: join(home, 'bin/python'),
    // What the server said is the cause of what the collection says.
    ANSIBLE_DISPLAY_TRACEBACK: 'error',
    REQUESTS_CA_BUNDLE: place.caFile,
  })
  const withConfig: Tool = (...args) => run('-e', `keeper_config_file=${config}`, ...args)
  const play = player(join(place.folder, 'playbook.yml'), withConfig)
  return { ...reads(play), ...writes(play), ...lacking, stop: async () => {} }
}
