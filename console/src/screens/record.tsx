import '../look/vault.css'
import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { conditionOf } from '../events/time-term.ts'
import { Icon } from '../parts/icon.tsx'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { Unlocked } from '../parts/unlock.tsx'
import { pathOf, treeOf } from '../vault/folder-tree.ts'
import { emptyRecord, recordTypes } from '../vault/record-draft.ts'
import { RecordForm } from '../vault/record-form.tsx'
import { RecordView } from '../vault/record-view.tsx'
import {
  type Opened as OpenedRecord,
  useAddRecord,
  useFolders,
  useRecord,
  useRemoveRecord,
  useUpdateRecord,
} from '../vault/vault-data.ts'

const Back = () => (
  <Link to="/vault" className="back" aria-label="The vault">
    <Icon name="back" />
  </Link>
)

type Props = { readonly vault: Vault }
type OpenedProps = Props & { readonly opened: OpenedRecord }

const Facts = ({ opened: { record, record_uid, revision, modified_at } }: OpenedProps) => (
  <p className="soft">
    {record.type}, version {revision}, stored <Moment at={modified_at} as="ago" />.{' '}
    <Link to="/events" search={{ q: `last:90d ${conditionOf('item', record_uid)}` }}>
      Who did what with it
    </Link>
  </p>
)

function Shown({ vault, opened }: OpenedProps) {
  const [isChanging, setChanging] = useState(false)
  const updating = useUpdateRecord(vault, opened.record_uid)
  const removing = useRemoveRecord(vault)
  const navigate = useNavigate()
  const { record, record_uid } = opened
  const gone = () => void navigate({ to: '/vault' })
  return (
    <>
      <header className="bar">
        <Back />
        <h1>{record.title}</h1>
        <p className="status">{record_uid}</p>
        <div className="row">
          <Button size="compact-xs" variant="default" onClick={() => setChanging(!isChanging)}>
            {isChanging ? 'Leave it as it was' : 'Edit'}
          </Button>
          <SureButton
            label="Remove"
            sure="Remove for good"
            about={record.title}
            isBusy={removing.isPending}
            act={() => removing.mutate(record_uid, { onSuccess: gone })}
          />
        </div>
      </header>
      <Facts vault={vault} opened={opened} />
      {removing.error && <Trouble error={removing.error} />}
      {isChanging ? (
        <RecordForm
          initial={record}
          action="Store a new version"
          isBusy={updating.isPending}
          save={(changed) => updating.mutate(changed, { onSuccess: () => setChanging(false) })}
        >
          {updating.error && <Trouble error={updating.error} />}
        </RecordForm>
      ) : (
        <RecordView vault={vault} opened={opened} />
      )}
    </>
  )
}

function Opened({ vault, uid }: Props & { readonly uid: string }) {
  const { data, error, refetch } = useRecord(vault, uid)
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Skeleton height={200} />
  // What was uncovered of one record is covered on the next.
  return <Shown key={uid} vault={vault} opened={data} />
}

/** One record, opened here. */
export function VaultRecord() {
  const { uid } = useParams({ from: '/vault/$uid' })
  return (
    <div className="page narrow">
      <Unlocked>{(vault) => <Opened vault={vault} uid={uid} />}</Unlocked>
    </div>
  )
}

function Making({ vault }: Props) {
  const [type, setType] = useState('login')
  const [folder, setFolder] = useState('')
  const { data: folders = [], error: unlisted, refetch } = useFolders(vault)
  const { mutate, isPending, error } = useAddRecord(vault)
  const navigate = useNavigate()
  return (
    <>
      <div className="field-row">
        <NativeSelect
          label="Type"
          data={recordTypes.map((one) => ({ value: one.type, label: one.label }))}
          value={type}
          onChange={({ currentTarget }) => setType(currentTarget.value)}
        />
        <NativeSelect
          label="Folder"
          data={[
            { value: '', label: 'None' },
            ...treeOf(folders).map(({ folder }) => ({
              value: folder.folder_uid,
              label: pathOf(folder, folders),
            })),
          ]}
          value={folder}
          onChange={({ currentTarget }) => setFolder(currentTarget.value)}
        />
      </div>
      {unlisted && <Trouble error={unlisted} again={() => void refetch()} />}
      <RecordForm
        key={type}
        initial={emptyRecord(type)}
        action="Encrypt and store"
        isBusy={isPending}
        save={(record) =>
          mutate(
            { record, folder },
            {
              onSuccess: ({ record_uid }) =>
                void navigate({ to: '/vault/$uid', params: { uid: record_uid } }),
            },
          )
        }
      >
        {error && <Trouble error={error} />}
      </RecordForm>
    </>
  )
}

/** A new record. */
export const NewVaultRecord = () => (
  <div className="page narrow">
    <header className="bar">
      <Back />
      <h1>New record</h1>
    </header>
    <Unlocked>{(vault) => <Making vault={vault} />}</Unlocked>
  </div>
)
