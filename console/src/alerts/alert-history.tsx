import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { EventStory } from '../events/event-story.tsx'

type Props = {
  readonly alert_uid: string
  /** When it changes there is more to read. */
  readonly occurrences: number
}

/** What happened to an alert: when it came true, who was told, and who changed it. */
export function AlertHistory({ alert_uid, occurrences }: Props) {
  const q = `last:90d event:audit_alert_* alert_uid:${alert_uid}`
  const client = useQueryClient()
  const known = useRef(occurrences)
  useEffect(() => {
    if (known.current !== occurrences) void client.invalidateQueries({ queryKey: ['events', q] })
    known.current = occurrences
  }, [client, occurrences, q])
  return <EventStory q={q} title="History" nothing="Nothing yet." heavy="audit_alert_sent" />
}
