/** How something ended, in a word and a colour. */
export const OutcomeLabel = ({ outcome }: { readonly outcome: string }) => (
  <span className={`outcome outcome-${outcome}`}>{outcome === 'success' ? 'ok' : outcome}</span>
)
