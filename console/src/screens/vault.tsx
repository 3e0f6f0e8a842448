import '../look/vault.css'
import { Button, Skeleton, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Vault as OpenVault } from '../../../src/client/vault.ts'
import { NameForm } from '../applications/name-form.tsx'
import { amount } from '../parts/amount.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'
import {
  type Folder,
  type Listed,
  useAddFolder,
  useFolders,
  useRecords,
  useRemoveFolder,
} from '../vault/vault-data.ts'

type Props = { readonly vault: OpenVault }

/** A folder below its shared folder. */
const pathOf = ({ folder_uid, name, shared_folder_uid }: Folder, all: readonly Folder[]) => {
  const top = all.find((one) => one.folder_uid === shared_folder_uid)
  return top && top.folder_uid !== folder_uid ? `${top.name} / ${name}` : name
}

type RecordsProps = { readonly records: readonly Listed[]; readonly folders: readonly Folder[] }

const Records = ({ records, folders }: RecordsProps) => (
  <TableFrame label="Records" titles={['Title', 'Type', 'Folder', 'Version', 'Stored']}>
    {records.map(({ record_uid, record, folder_uid, revision, modified_at }) => {
      const folder = folders.find((one) => one.folder_uid === folder_uid)
      return (
        <tr key={record_uid}>
          <td>
            <Link to="/vault/$uid" params={{ uid: record_uid }}>
              {record.title}
            </Link>
          </td>
          <td className="soft">{record.type}</td>
          <td>{folder ? pathOf(folder, folders) : ''}</td>
          <td className="number">{revision}</td>
          <td>
            <Moment at={modified_at} as="ago" />
          </td>
        </tr>
      )
    })}
  </TableFrame>
)

function Folders({ vault, folders }: Props & Pick<RecordsProps, 'folders'>) {
  const adding = useAddFolder(vault)
  const removing = useRemoveFolder(vault)
  return (
    <section className="stack" aria-label="Folders">
      <h2>Shared folders</h2>
      <NameForm
        label="Name of the new folder"
        placeholder="Production"
        action="New folder"
        isBusy={adding.isPending}
        error={adding.error}
        submit={(name, done) => adding.mutate(name, { onSuccess: done })}
      />
      {removing.error && <Trouble error={removing.error} />}
      <ul className="folders">
        {folders.map((folder) => (
          <li key={folder.folder_uid} className="folder">
            <Link to="/vault" search={{ folder: folder.folder_uid }}>
              {pathOf(folder, folders)}
            </Link>
            <SureButton
              label="Remove"
              sure="Remove it, if it is empty"
              about={folder.name}
              isBusy={removing.isPending && removing.variables === folder.folder_uid}
              act={() => removing.mutate(folder.folder_uid)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

const NoRecords = () => (
  <Nothing title="No record yet">
    <p>
      A record holds a secret: it is encrypted in this browser, and the server cannot read it. Make
      one above, or
    </p>
    <Command>keepwatch record add --title Database --type login --field password=…</Command>
  </Nothing>
)

function Opened({ vault }: Props) {
  const { words = '', folder } = useSearch({ from: '/vault' })
  const navigate = useNavigate()
  const records = useRecords(vault)
  const { data: folders = [] } = useFolders(vault)
  const search = words.trim().toLowerCase()
  const found = records.data?.filter(
    ({ record, record_uid, folder_uid }) =>
      (folder === undefined || folder_uid === folder) &&
      (record.title.toLowerCase().includes(search) || record_uid === words.trim()),
  )
  if (records.error) return <Trouble error={records.error} again={() => void records.refetch()} />
  if (!found) return <Skeleton height={200} />
  const inFolder = folders.find(({ folder_uid }) => folder_uid === folder)
  return (
    <>
      <div className="row">
        <TextInput
          aria-label="Find a record"
          placeholder="Title or UID"
          leftSection={<Icon name="search" />}
          className="kind-search"
          value={words}
          onChange={({ currentTarget }) =>
            void navigate({
              to: '/vault',
              replace: true,
              search: (now) => ({ ...now, words: currentTarget.value || undefined }),
            })
          }
        />
        <span className="soft" role="status">
          {amount(found.length, 'record')}
        </span>
        {inFolder && (
          <span className="soft">
            in {inFolder.name}: <Link to="/vault">show all</Link>
          </span>
        )}
      </div>
      {records.data?.length === 0 ? <NoRecords /> : <Records records={found} folders={folders} />}
      <Folders vault={vault} folders={folders} />
    </>
  )
}

/** Records and folders, opened in the browser. */
export const Vault = () => (
  <div className="page">
    <header className="bar">
      <h1>Vault</h1>
      <Button
        size="xs"
        leftSection={<Icon name="plus" />}
        renderRoot={(props) => <Link to="/vault/new" {...props} />}
      >
        New record
      </Button>
    </header>
    <Unlocked>{(vault) => <Opened vault={vault} />}</Unlocked>
  </div>
)
