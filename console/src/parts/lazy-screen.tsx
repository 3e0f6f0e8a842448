import { useQuery } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import { Failure } from '../../../src/kernel/errors.ts'
import { unreachable } from './passing.ts'
import { Trouble } from './trouble.tsx'

type Screens<Name extends string> = Readonly<Record<Name, ComponentType>>

/** Why a part of the console did not come: the server is away, or it serves another console by now. */
async function reasonOf(cause: unknown): Promise<Failure> {
  const isThere = await fetch('/healthz').then(
    ({ ok }) => ok,
    () => false,
  )
  if (!isThere) return unreachable(cause)
  const message = 'The server has been given a newer console than this page: load the page again.'
  return new Failure('conflict', message, { cause })
}

const reload = () => location.reload()

/** A screen whose program is fetched when it is wanted; when it cannot be, that is said, and it comes when the server is back. */
export function lazyScreen<Name extends string>(load: () => Promise<Screens<Name>>, name: Name) {
  const fetched = () =>
    load().catch(async (error: unknown) => {
      throw await reasonOf(error)
    })
  return function LazyScreen() {
    const { data, error, refetch } = useQuery({
      queryKey: ['screen', name],
      queryFn: fetched,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
      retry: false,
    })
    if (data) {
      const Screen: ComponentType = data[name]
      return <Screen />
    }
    if (!error) return null
    const isOld = error instanceof Failure && error.kind === 'conflict'
    return (
      <div className="page">
        <Trouble error={error} again={isOld ? reload : () => void refetch()} />
      </div>
    )
  }
}
