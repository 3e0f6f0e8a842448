import { Moment } from '../parts/moment.tsx'
import type { ShownAlert } from './alert-data.ts'

/** How an alert stands, in a word and a colour. */
export function Standing({ alert }: { readonly alert: ShownAlert }) {
  const { active, snoozed_until, rule } = alert
  if (!active) return <span className="badge badge-off">off</span>
  if (snoozed_until !== null && Date.parse(snoozed_until) > Date.now())
    return (
      <span className="badge badge-off">
        snoozed until <Moment at={snoozed_until} />
      </span>
    )
  if (rule.mode === 'shadow') return <span className="badge badge-shadow">shadow</span>
  return <span className="badge badge-on">on</span>
}

export const Severity = ({ severity }: { readonly severity: string }) => (
  <span className={`severity severity-${severity}`}>{severity}</span>
)

/** Who is told, by name; whoever caused the event only when that is on. */
export const toldNames = ({ recipients }: ShownAlert): string =>
  recipients
    .filter(({ disabled }) => !disabled)
    .map(({ name }) => (name === '*' ? 'whoever caused it' : name))
    .join(', ')
