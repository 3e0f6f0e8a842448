import { useQuery } from '@tanstack/react-query'
import { Failure } from '../../../src/kernel/errors.ts'
import { unreachable } from './passing.ts'

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

/** A part of the console's program that is fetched when something on the screen wants it; `name` is its own. */
export const useProgram = <Program>(name: string, load: () => Promise<Program>) =>
  useQuery({
    queryKey: ['program', name],
    queryFn: () =>
      load().catch(async (error: unknown) => {
        throw await reasonOf(error)
      }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
