import { type AnyRoute, createRoute } from '@tanstack/react-router'
import { lazyScreen } from '../parts/lazy-screen.tsx'
import { needing } from '../parts/needing.tsx'
import { searchTexts } from '../parts/search-texts.ts'

/** The vault, and the applications that it is shared with. With their crypto they are a third of everything. */
export const vaultRoutes = <Root extends AnyRoute>(root: Root) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: '/vault',
      validateSearch: searchTexts('words', 'folder'),
      component: needing(
        'vault',
        lazyScreen(() => import('../screens/vault.tsx'), 'Vault'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/vault/new',
      component: needing(
        'vault',
        lazyScreen(() => import('../screens/record.tsx'), 'NewVaultRecord'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/vault/$uid',
      component: needing(
        'vault',
        lazyScreen(() => import('../screens/record.tsx'), 'VaultRecord'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/applications',
      component: needing(
        'vault',
        lazyScreen(() => import('../screens/applications.tsx'), 'Applications'),
      ),
    }),
    createRoute({
      getParentRoute: () => root,
      path: '/applications/$uid',
      component: needing(
        'vault',
        lazyScreen(() => import('../screens/application.tsx'), 'Application'),
      ),
    }),
  ] as const
