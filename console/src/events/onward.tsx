import { Button } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Link, useNavigate } from '@tanstack/react-router'
import { memo } from 'react'
import { Icon } from '../parts/icon.tsx'
import { useMay } from '../session.ts'
import { withTime } from './time-term.ts'
import { useKeys } from './use-keys.ts'

/** What can be made of a question: a report, which also has its events as files, and an alert. Keys do the same. */
export const Onward = memo(function Onward({ q }: { readonly q: string }) {
  const navigate = useNavigate()
  const { copy, copied } = useClipboard()
  const mayAlert = useMay('alerts.change')
  const alert = { to: '/alerts/new', search: { q: withTime(q, undefined) } } as const
  const report = { to: '/reports/new', search: { q } } as const
  useKeys({
    s: () => void navigate(report),
    c: () => copy(location.href),
    ...(mayAlert && { a: () => void navigate(alert) }),
  })
  return (
    <>
      <span className="soft" role="status">
        {copied && 'The link is copied'}
      </span>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon name="reports" />}
        renderRoot={(props) => <Link {...report} {...props} />}
      >
        As report
      </Button>
      {mayAlert && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="bell" />}
          renderRoot={(props) => <Link {...alert} {...props} />}
        >
          As alert
        </Button>
      )}
    </>
  )
})
