import '../look/vault.css'
import { Button, Checkbox, MultiSelect } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { conditionOf } from '../events/time-term.ts'
import { Command } from '../parts/copy.tsx'
import { Moment } from '../parts/moment.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useFolders, useRecords } from '../vault/vault-data.ts'
import { type Opened, useAddShares, useRemoveShare } from './application-data.ts'

type Props = {
  readonly vault: Vault
  readonly application: Pick<Opened, 'app_uid' | 'shares' | 'permission'>
}

/** What could be shared, by title: records, and shared folders as a whole. */
function useChoices(vault: Vault) {
  const { data: records = [] } = useRecords(vault)
  const { data: folders = [] } = useFolders(vault)
  return [
    ...folders
      .filter(({ parent_uid }) => parent_uid === null)
      .map(({ folder_uid, name }) => ({ value: folder_uid, label: `${name} (folder)` })),
    ...records.map(({ record_uid, record }) => ({ value: record_uid, label: record.title })),
  ]
}

function ShareForm({ vault, application: { app_uid, shares } }: Props) {
  const [chosen, setChosen] = useState<string[]>([])
  const [isEditable, setEditable] = useState(false)
  const { mutate, isPending, error } = useAddShares(vault, app_uid)
  const shared = new Set(shares.map(({ secret_uid }) => secret_uid))
  const choices = useChoices(vault).filter(({ value }) => !shared.has(value))
  const send = (event: FormEvent) => {
    event.preventDefault()
    mutate({ secret_uids: chosen, editable: isEditable }, { onSuccess: () => setChosen([]) })
  }
  return (
    <form className="share-form" onSubmit={send}>
      <MultiSelect
        label="Share with it"
        placeholder={chosen.length === 0 ? 'Records and shared folders' : ''}
        data={choices}
        searchable
        nothingFoundMessage="Nothing of your vault is called so."
        value={chosen}
        onChange={setChosen}
      />
      <Checkbox
        label="its devices may change it"
        checked={isEditable}
        onChange={({ currentTarget }) => setEditable(currentTarget.checked)}
      />
      <Button type="submit" loading={isPending} disabled={chosen.length === 0}>
        Share
      </Button>
      {error && <Trouble error={error} />}
    </form>
  )
}

/** What an application may read; the key of each secret is wrapped for it here. */
export function Shares({ vault, application }: Props) {
  const { app_uid, shares, permission } = application
  const mayManage = permission !== 'view'
  const titles = new Map(useChoices(vault).map(({ value, label }) => [value, label]))
  const removing = useRemoveShare(vault, app_uid)
  return (
    <section className="stack" aria-label="Shares">
      <h2>What it may read</h2>
      {mayManage && <ShareForm vault={vault} application={application} />}
      {removing.error && <Trouble error={removing.error} />}
      {shares.length === 0 && !mayManage && <p className="soft">Nothing is shared with it yet.</p>}
      {shares.length === 0 && mayManage && (
        <>
          <p className="soft">Nothing is shared with it yet. On the command line:</p>
          <Command>{`keepwatch sm share add --app ${app_uid} --secret RECORD_OR_FOLDER_UID`}</Command>
        </>
      )}
      {shares.length > 0 && (
        <TableFrame
          label="Shares"
          titles={['Secret', 'Kind', 'Devices may', 'Since']}
          acts={mayManage ? 'with acts' : undefined}
        >
          {shares.map(({ secret_uid, kind, editable, created_at }) => (
            <tr key={secret_uid}>
              <td>
                <Link
                  to="/events"
                  search={{ q: `last:30d ${conditionOf('item', secret_uid)}` }}
                  title={secret_uid}
                >
                  {titles.get(secret_uid) ?? secret_uid}
                </Link>
              </td>
              <td className="soft">{kind}</td>
              <td>{editable ? 'read and change' : 'read'}</td>
              <td>
                <Moment at={created_at} />
              </td>
              {mayManage && (
                <td>
                  <SureButton
                    label="Unshare"
                    sure="Take it away"
                    about={titles.get(secret_uid) ?? secret_uid}
                    isBusy={removing.isPending && removing.variables === secret_uid}
                    act={() => removing.mutate(secret_uid)}
                  />
                </td>
              )}
            </tr>
          ))}
        </TableFrame>
      )}
    </section>
  )
}
