import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Failure } from '../../src/kernel/errors.ts'
import { router } from './router.tsx'
import { styleNonce } from './style-nonce.ts'
import { theme } from './theme.ts'

const mostRetries = 2

/** What the server refused it will refuse again; what it could not answer may be asked once more. */
const isWorthRetrying = (count: number, error: unknown) =>
  count < mostRetries && error instanceof Failure && error.kind === 'busy'

/** Every question that is asked is on record, so nothing is asked again only because a window came to the front. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: isWorthRetrying,
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
