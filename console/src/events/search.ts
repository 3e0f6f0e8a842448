import { useNavigate, useSearch } from '@tanstack/react-router'

/** The question that the screen shows, and how to ask another: the address holds it, so that it can be sent to somebody. */
export function useQuestion() {
  const { q = '', live = false } = useSearch({ from: '/events' })
  const navigate = useNavigate()
  return {
    q,
    isLive: live,
    ask: (text: string) => void navigate({ to: '/events', search: { q: text } }),
    follow: (isLive: boolean) =>
      void navigate({ to: '.', search: isLive ? { q, live: true } : { q }, replace: true }),
  }
}
