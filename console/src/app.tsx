import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Failure } from '../../src/kernel/errors.ts'
import { isPassing } from './parts/passing.ts'
import { router } from './router.tsx'
import { styleNonce } from './style-nonce.ts'
import { theme } from './theme.ts'

const mostRetries = 2
const waitMs = 2_500

/** What the server refused it will refuse again; what only has to wait a moment is worth another try before anything is said. */
const isWorthRetrying = (count: number, error: unknown) =>
  count < mostRetries &&
  error instanceof Failure &&
  /again in a (second|moment)/.test(error.message)

/** Every question that is asked is on record, so nothing is asked again only because a window came to the front. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: isWorthRetrying,
      refetchInterval: ({ state: { error } }) => isPassing(error) && waitMs,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      staleTime: 60_000,
    },
  },
})

export const App = () => (
  <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => styleNonce}>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>
)
