import '../look/vault.css'
import { Button, Skeleton, TextInput } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Vault as OpenVault } from '../../../src/client/vault.ts'
import { amount } from '../parts/amount.ts'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'
import { FolderList } from '../vault/folder-list.tsx'
import { pathOf } from '../vault/folder-tree.ts'
import { type Folder, type Listed, useFolders, useRecords } from '../vault/vault-data.ts'

type Props = { readonly vault: OpenVault }

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
  if (records.error && !found)
    return <Trouble error={records.error} again={() => void records.refetch()} />
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
              search: ({ words: _, ...now }) =>
                currentTarget.value ? { ...now, words: currentTarget.value } : now,
            })
          }
        />
        <span className="soft" role="status">
          {amount(found.length, 'record')}
        </span>
        {inFolder && (
          <span className="soft">
            in {pathOf(inFolder, folders)}: <Link to="/vault">show all</Link>
          </span>
        )}
      </div>
      {records.data?.length === 0 ? <NoRecords /> : <Records records={found} folders={folders} />}
      <FolderList vault={vault} folders={folders} />
    </>
  )
}

/** Records and folders, opened in the browser. */
export const Vault = () => (
  <div className="page">
    <header className="bar">
      <h1>Vault</h1>
      <Link to="/teams" className="chip-link">
        Teams
      </Link>
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
