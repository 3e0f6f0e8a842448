import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useExposure, useTitles } from '../exposure/exposure-data.ts'
import { amount } from '../parts/amount.ts'
import { Moment } from '../parts/moment.tsx'
import { TableFrame } from '../parts/table-frame.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useReady } from '../report-data.ts'
import { type Edge, readersOf, secretsOf } from './edges.ts'
import { pageOf, type SubjectKind } from './subjects.ts'

const standings: Readonly<Record<string, string>> = {
  rotate: 'still in use',
  rotated: 'changed since',
  removed: 'gone',
}

type RowsProps = { readonly edges: readonly Edge[]; readonly first: string }

const Rows = ({ edges, first }: RowsProps) => {
  const titles = useTitles()
  return (
    <TableFrame label={first} titles={[first, 'Newest version', 'It is', 'Times', 'First', 'Last']}>
      {edges.map(({ id, label, field, ...edge }) => {
        const page = pageOf(field, id)
        return (
          <tr key={id}>
            <td title={id}>{page ? <Link {...page}>{titles?.get(id) ?? label}</Link> : label}</td>
            <td className="number">{edge.revision ?? 'a file'}</td>
            <td className={edge.status === 'rotate' ? 'outcome outcome-denied' : 'soft'}>
              {standings[edge.status] ?? edge.status}
            </td>
            <td className="number">{edge.times.toLocaleString()}</td>
            <td>
              <Moment at={edge.first} />
            </td>
            <td>
              <Moment at={edge.last} />
            </td>
          </tr>
        )
      })}
    </TableFrame>
  )
}

type SectionProps = {
  readonly title: string
  readonly nothing: string
  readonly edges: readonly Edge[] | undefined
  readonly first: string
  readonly children?: ReactNode
}

const Section = ({ title, nothing, edges, first, children }: SectionProps) => (
  <section className="stack" aria-label={title}>
    <div className="row">
      <h2>{title}</h2>
      {edges && <span className="soft">{amount(edges.length, first.toLowerCase())}</span>}
      {children}
    </div>
    {edges?.length === 0 && <p className="soft">{nothing}</p>}
    {edges && edges.length > 0 && <Rows edges={edges} first={first} />}
  </section>
)

type Props = { readonly kind: SubjectKind; readonly id: string; readonly time: string }

/** Which secrets somebody got. */
function Secrets({ kind, id, time }: Props) {
  const asked = { [kind === 'person' ? 'user' : kind]: id, since: time }
  const { data, error, refetch } = useExposure(asked)
  return (
    <>
      {error && !data && <Trouble error={error} again={() => void refetch()} />}
      <Section
        title="Which secrets it got"
        nothing="No secret left to it in this time."
        edges={data && secretsOf(data)}
        first="Secret"
      >
        <Link to="/exposure" search={asked}>
          What has to be changed
        </Link>
      </Section>
    </>
  )
}

const presets: Readonly<Record<string, string>> = {
  '24h': 'last_24_hours',
  '7d': 'last_7_days',
  '30d': 'last_30_days',
}

/** Who got a secret. */
function Readers({ id, time }: Props) {
  const { data, error, refetch } = useReady('exposure', presets[time] ?? 'last_30_days', id)
  return (
    <>
      {error && !data && <Trouble error={error} again={() => void refetch()} />}
      <Section
        title="Who got it"
        nothing="It left to nobody in this time."
        edges={data && readersOf(data.rows)}
        first="Reader"
      />
    </>
  )
}

export const Edges = (props: Props) =>
  props.kind === 'secret' ? <Readers {...props} /> : <Secrets {...props} />
