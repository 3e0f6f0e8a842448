/** What of the vault an application gets: records by title, shared folders by name. */
export type PlannedShare = { readonly secret: string; readonly editable?: boolean }

export type PlannedApplication = {
  readonly title: string
  readonly shares: readonly PlannedShare[]
}

const toRead = (...secrets: readonly string[]): readonly PlannedShare[] =>
  secrets.map((secret) => ({ secret }))
const toChange = (...secrets: readonly string[]): readonly PlannedShare[] =>
  secrets.map((secret) => ({ secret, editable: true }))

export const ownersApplications: readonly PlannedApplication[] = [
  { title: 'ci', shares: [...toChange('Delivery'), ...toRead('Object storage')] },
  { title: 'web', shares: [...toRead('Production'), ...toChange('Session signing key')] },
  { title: 'billing', shares: [...toRead('Payments'), ...toChange('Orders database')] },
  {
    title: 'backup',
    shares: toRead('Infrastructure', 'Shop database', 'Orders database', 'Ledger database'),
  },
  { title: 'k8s-production', shares: toRead('Production', 'Container registry') },
]

export const adminsApplications: readonly PlannedApplication[] = [
  { title: 'k8s-staging', shares: toChange('Staging') },
]
