import { Button } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Opened, useAddFiles, useDownload } from './vault-data.ts'

const units = [
  { of: 1_000_000, name: 'MB' },
  { of: 1_000, name: 'kB' },
] as const

function sizeText(bytes: number): string {
  const unit = units.find(({ of }) => bytes >= of)
  return unit
    ? `${(bytes / unit.of).toLocaleString(undefined, { maximumFractionDigits: 1 })} ${unit.name}`
    : `${bytes} bytes`
}

type Props = { readonly vault: Vault; readonly opened: Opened }

function Listed({ vault, opened }: Props) {
  const { mutate, isPending, variables, error } = useDownload(vault, opened.record_uid)
  return (
    <>
      <ul className="files">
        {opened.files.map(({ file_uid, name, size, type }) => (
          <li key={file_uid} className="row">
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<Icon name="down" size={13} />}
              loading={isPending && variables === file_uid}
              onClick={() => mutate(file_uid)}
            >
              {name}
            </Button>
            <span className="soft">
              {sizeText(size)}
              {type && `, ${type}`}
            </span>
          </li>
        ))}
      </ul>
      {error && <Trouble error={error} />}
    </>
  )
}

/** What hangs on a record: files that are opened when they are fetched, and the place where others are put. */
export function RecordFiles({ vault, opened }: Props) {
  const { mutate, isPending, variables, error } = useAddFiles(vault, opened.record_uid)
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    mutate([...event.dataTransfer.files])
  }
  return (
    <section className="stack" aria-label="Files">
      <h3>Files</h3>
      {opened.files.length > 0 && <Listed vault={vault} opened={opened} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button in it does the same */}
      <div
        className={isOver ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          ref={input}
          type="file"
          multiple
          hidden
          data-testid="files"
          onChange={({ currentTarget }) => {
            mutate([...(currentTarget.files ?? [])])
            currentTarget.value = ''
          }}
        />
        <Button
          size="compact-xs"
          variant="default"
          loading={isPending}
          leftSection={<Icon name="plus" size={13} />}
          onClick={() => input.current?.click()}
        >
          Add files
        </Button>
        <span className="soft" role="status">
          {isPending
            ? `Encrypting and sending ${variables.map(({ name }) => name).join(', ')} …`
            : 'or drop them here: they are encrypted in this browser, name and content.'}
        </span>
      </div>
      {error && (
        <Trouble error={error} again={() => variables && mutate(variables)} only="by hand" />
      )}
    </section>
  )
}
