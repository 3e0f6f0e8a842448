import '../look/alerts.css'
import { Skeleton } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useAlert, useReadyAlerts, useSave } from '../alerts/alert-data.ts'
import { BacktestPanel } from '../alerts/backtest-panel.tsx'
import { type Draft, draftOf, emptyDraft, ruleOf } from '../alerts/draft.ts'
import { RuleForm } from '../alerts/rule-form.tsx'
import { isTime, termsOf, withoutTerm } from '../events/time-term.ts'
import { Icon } from '../parts/icon.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useKept } from '../parts/use-kept.ts'

type Props = { readonly initial: Draft; readonly alert?: string; readonly name: string }

function Editor({ initial, alert, name }: Props) {
  const { value: draft, keep, forget } = useKept<Draft>(name, initial)
  const navigate = useNavigate()
  const { mutate, isPending, error } = useSave(alert)
  const save = () =>
    mutate(ruleOf(draft), {
      onSuccess: ({ alert_id }) => {
        forget()
        void navigate({ to: '/alerts/$alert', params: { alert: String(alert_id) } })
      },
    })
  const back = alert === undefined ? '/alerts' : `/alerts/${alert}`
  return (
    <div className="page">
      <header className="bar">
        <Link to={back} className="back" aria-label="Back, without saving" onClick={forget}>
          <Icon name="back" />
        </Link>
        <h1>{alert === undefined ? 'New alert' : `Change ${initial.name}`}</h1>
      </header>
      <div className="editor">
        <RuleForm
          draft={draft}
          write={(change) => keep({ ...draft, ...change })}
          isBusy={isPending}
          save={save}
          action={alert === undefined ? 'Make the alert' : 'Save'}
        >
          {error && <Trouble error={error} />}
        </RuleForm>
        <BacktestPanel alert={alert} draft={draft} />
      </div>
    </div>
  )
}

/** A question as what an alert looks for: an alert is about now, so it asks for no time. */
function asFilter(q: string): string {
  let rest = q
  for (let term = termsOf(rest).find(isTime); term; term = termsOf(rest).find(isTime))
    rest = withoutTerm(rest, term)
  return rest
}

/** A new alert: empty, from a question, or from a ready-made one. */
export function NewAlert() {
  const { q, ready } = useSearch({ from: '/alerts/new' })
  const { data, error, refetch } = useReadyAlerts()
  const known = data?.find((one) => one.ready === ready)
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
  if (ready !== undefined && !data) return <Skeleton height={320} />
  const initial = known
    ? draftOf(known.rule as Parameters<typeof draftOf>[0])
    : { ...emptyDraft, filter: asFilter(q ?? '') }
  const name = `alert ${ready ?? ''} ${q ?? ''}`
  return <Editor key={name} name={name} initial={initial} />
}

/** Changes an alert. */
export function ChangeAlert() {
  const { alert: id } = useParams({ from: '/alerts/$alert/edit' })
  const { data, error, refetch } = useAlert(id)
  if (error && !data) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return <Skeleton height={320} />
  return <Editor key={id} name={`alert ${id} changed`} alert={id} initial={draftOf(data.rule)} />
}
