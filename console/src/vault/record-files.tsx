import { Button } from '@mantine/core'
import { type DragEvent, useRef, useState } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { Icon } from '../parts/icon.tsx'
import { sizeText } from '../parts/size-text.ts'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import type { Progress } from '../parts/use-work.ts'
import { Working } from '../parts/working.tsx'
import { type Opened, useAddFiles, useDownload, useRemoveFile } from './vault-data.ts'

type Props = { readonly vault: Vault; readonly opened: Opened }

/** How much of how much has gone or come. */
const farText = (does: string, { done, of }: Progress = { done: 0 }) =>
  of === undefined ? does : `${does}: ${sizeText(done)} of ${sizeText(of)}`

function Listed({ vault, opened }: Props) {
  const { start, cancel, progress, ...getting } = useDownload(vault, opened.record_uid)
  const removing = useRemoveFile(vault, opened.record_uid)
  const error = getting.error ?? removing.error
  return (
    <>
      <ul className="files">
        {opened.files.map(({ file_uid, name, size, type }) => (
          <li key={file_uid} className="row">
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<Icon name="down" size={13} />}
              loading={getting.isPending && getting.variables === file_uid}
              onClick={() => start(file_uid)}
            >
              {name}
            </Button>
            <span className="soft">
              {sizeText(size)}
              {type && `, ${type}`}
            </span>
            <SureButton
              label="Remove"
              sure="Take it off the record"
              about={name}
              isBusy={removing.isPending && removing.variables === file_uid}
              act={() => removing.mutate(file_uid)}
            />
          </li>
        ))}
      </ul>
      {getting.isPending && (
        <Working progress={progress} cancel={cancel}>
          {farText('Fetching', progress)}
        </Working>
      )}
      {error && <Trouble error={error} />}
    </>
  )
}

/** What hangs on a record: files that are opened when they are fetched, and the place where others are put. */
export function RecordFiles({ vault, opened }: Props) {
  const adding = useAddFiles(vault, opened.record_uid)
  const { start, cancel, progress, isPending, variables = [], error } = adding
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    start([...event.dataTransfer.files])
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
            start([...(currentTarget.files ?? [])])
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
      {isPending && (
        <Working progress={progress} cancel={cancel}>
          {farText('Sending', progress)}
        </Working>
      )}
      {error && <Trouble error={error} again={() => start(variables)} only="by hand" />}
    </section>
  )
}
