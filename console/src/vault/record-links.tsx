import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Vault } from '../../../src/client/vault.ts'
import { Command } from '../parts/copy.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { type Opened, useRecords } from './vault-data.ts'

/** A link, seen from the record that is shown: who is at its other end, and which way it leads. */
type Line = { readonly uid: string; readonly way: string; readonly path: string }

/** A link of a record to itself holds settings, and leads nowhere. */
const linesOf = ({ record_uid, links, linked_from }: Opened): readonly Line[] => [
  ...links
    .filter(({ linked_uid }) => linked_uid !== record_uid)
    .map(({ linked_uid, path }) => ({ uid: linked_uid, way: 'this record leads to it', path })),
  ...linked_from.map((from) => ({
    uid: from.record_uid,
    way: 'it leads to this record',
    path: from.path,
  })),
]

type ListedProps = { readonly vault: Vault; readonly lines: readonly Line[] }

function Listed({ vault, lines }: ListedProps) {
  const { data: records, error, refetch } = useRecords(vault)
  if (error && !records) return <Trouble error={error} again={() => void refetch()} />
  if (!records) return <Skeleton height={60} />
  const titles = new Map(records.map(({ record_uid, record }) => [record_uid, record.title]))
  return (
    <TableFrame label="Linked records" titles={['Record', 'Link', 'Kind']}>
      {lines.map(({ uid, way, path }) => (
        <tr key={`${way} ${uid} ${path}`}>
          <td>
            {titles.has(uid) ? (
              <Link to="/vault/$uid" params={{ uid }}>
                {titles.get(uid)}
              </Link>
            ) : (
              <span className="soft">{uid}, not in your vault</span>
            )}
          </td>
          <td>{way}</td>
          <td className="soft">{path || 'login'}</td>
        </tr>
      ))}
    </TableFrame>
  )
}

type Props = { readonly vault: Vault; readonly opened: Opened }

/** The records that a record leads to, and those that lead to it, by the titles that are opened here. */
export function RecordLinks({ vault, opened }: Props) {
  const lines = linesOf(opened)
  return (
    <section className="stack" aria-label="Links">
      <h3>Links</h3>
      {lines.length > 0 && <Listed vault={vault} lines={lines} />}
      {lines.length === 0 && (
        <>
          <p className="soft">
            It is linked with no other record. Which login belongs to a machine is said on the
            command line:
          </p>
          <Command>{`keepwatch record link add ${opened.record_uid} LOGIN_UID`}</Command>
        </>
      )}
    </section>
  )
}
