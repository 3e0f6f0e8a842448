import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

export const sheetViews = ['fields', 'json', 'ocsf', 'cef', 'delivered'] as const
export type SheetView = (typeof sheetViews)[number]

/** The state of the events’ screen. All of it stands in the address, so that it can be sent to somebody. */
export type EventSearch = {
  /** The question, as the text that a query is everywhere. */
  readonly q?: string
  /** Whether what happens is followed. */
  readonly live?: true
  /** The columns, when they are not the usual ones. */
  readonly cols?: string
  /** Whether reads that tell the same stand one by one. */
  readonly each?: true
  /** What the sheet of an event shows. */
  readonly view?: SheetView
}

const isView = (value: unknown): value is SheetView =>
  (sheetViews as readonly unknown[]).includes(value)

export const eventSearch = ({
  q,
  live,
  cols,
  each,
  view,
}: Record<string, unknown>): EventSearch => ({
  ...(typeof q === 'string' && { q }),
  ...(live === true && { live: true }),
  ...(typeof cols === 'string' && { cols }),
  ...(each === true && { each: true }),
  ...(isView(view) && view !== 'fields' && { view }),
})

/** The question that the screen shows, how it shows it, and how to change that. */
export function useQuestion() {
  const search = useSearch({ from: '/events' })
  const { q = '', live = false, each = false, cols, view = 'fields' } = search
  const navigate = useNavigate()
  const { live: _, each: __, cols: ___, view: ____, ...bare } = search
  const show = (change: { readonly [Name in keyof EventSearch]: EventSearch[Name] | undefined }) =>
    void navigate({ to: '.', search: eventSearch({ ...search, ...change }), replace: true })
  /** The same while the address is, so that what asks is not drawn again with each page of a list. */
  const ask = useCallback(
    (text: string) =>
      void navigate({ to: '/events', search: eventSearch({ ...search, q: text, live: false }) }),
    [navigate, search],
  )
  return {
    ...{ q, cols, view, isLive: live, isEach: each, bare },
    ask,
    show,
    follow: (isLive: boolean) => show({ live: isLive || undefined }),
  }
}
