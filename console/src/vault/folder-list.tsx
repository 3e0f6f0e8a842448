import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { NameForm } from '../applications/name-form.tsx'
import { Command } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Placed, treeOf } from './folder-tree.ts'
import { type Folder, useAddFolder, useRemoveFolder } from './vault-data.ts'

type Props = { readonly vault: Vault; readonly folders: readonly Folder[] }

type NewProps = { readonly vault: Vault; readonly parent?: Folder; readonly done?: () => void }

/** Names a shared folder, or one below another. */
function NewFolder({ vault, parent, done }: NewProps) {
  const { mutate, isPending, error } = useAddFolder(vault)
  const add = (name: string, clear: () => void) => {
    const made = { name, ...(parent && { parent: parent.folder_uid }) }
    mutate(made, {
      onSuccess: () => {
        clear()
        done?.()
      },
    })
  }
  return (
    <NameForm
      label={parent ? `Name of the new folder in ${parent.name}` : 'Name of the new folder'}
      placeholder={parent ? 'Databases' : 'Production'}
      action={parent ? `Make it in ${parent.name}` : 'New folder'}
      isBusy={isPending}
      error={error}
      submit={add}
    />
  )
}

const [indent, widest] = [22, 720]

type OwnProps = Pick<Placed, 'folder'> & {
  readonly vault: Vault
  readonly isAdding: boolean
  add(): void
}

/** What its owner does with a folder. */
function OwnActs({ vault, folder, isAdding, add }: OwnProps) {
  const removing = useRemoveFolder(vault)
  const { folder_uid, name, parent_uid, key_due_since } = folder
  return (
    <>
      {parent_uid === null && (
        <Link to="/vault/folders/$uid" params={{ uid: folder_uid }} className="chip-link">
          Sharing<span className="unseen"> of {name}</span>
          {key_due_since !== null && ': new key due'}
        </Link>
      )}
      <Button
        size="compact-xs"
        variant="default"
        aria-expanded={isAdding}
        aria-label={`Folder in ${name}`}
        leftSection={<Icon name="plus" size={12} />}
        onClick={add}
      >
        Folder in it
      </Button>
      <SureButton
        label="Remove"
        sure="Remove it, if it is empty"
        about={name}
        isBusy={removing.isPending}
        act={() => removing.mutate(folder_uid)}
      />
      {removing.error && <Trouble error={removing.error} />}
    </>
  )
}

type RowProps = Placed & { readonly vault: Vault }

function Row({ vault, folder, depth }: RowProps) {
  const [isAdding, setAdding] = useState(false)
  const { folder_uid, name, owner, editable } = folder
  const add = () => setAdding(!isAdding)
  return (
    <li
      className="folder"
      style={{ marginLeft: depth * indent, maxWidth: widest - depth * indent }}
    >
      <div className="folder-line">
        <Icon name="folder" />
        <Link to="/vault" search={{ folder: folder_uid }}>
          {name}
        </Link>
        {owner === null ? (
          <OwnActs vault={vault} folder={folder} isAdding={isAdding} add={add} />
        ) : (
          <span className="soft">
            of {owner}, {editable ? 'you may edit' : 'you may read'}
          </span>
        )}
      </div>
      {isAdding && <NewFolder vault={vault} parent={folder} done={() => setAdding(false)} />}
    </li>
  )
}

/** Shared folders and what lies in them; new ones, and the end of empty ones. */
export const FolderList = ({ vault, folders }: Props) => (
  <section className="stack" aria-label="Folders">
    <h2>Shared folders</h2>
    <NewFolder vault={vault} />
    {folders.length === 0 && (
      <>
        <p className="soft">
          A shared folder is given to an application as a whole: what is put into it later is read,
          too. Name one above, or
        </p>
        <Command>keepwatch folder add Production</Command>
      </>
    )}
    <ul className="folders">
      {treeOf(folders).map((placed) => (
        <Row key={placed.folder.folder_uid} vault={vault} {...placed} />
      ))}
    </ul>
  </section>
)
