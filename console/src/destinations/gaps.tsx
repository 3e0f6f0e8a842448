import { Command, Copy } from '../parts/copy.tsx'
import { gapSearches } from './gap-search.ts'

/** How to find out, where the events arrived, whether all of them did. */
export function Gaps({ kind }: { readonly kind: string }) {
  const search = gapSearches[kind]
  return (
    <section className="panel stack">
      <h2>Is everything there?</h2>
      <p className="soft">
        Numbers of events are dense, so a hole is a missing event.
        {search ? ` In ${search.language}, gaps and duplicates:` : ' Export what it holds, and'}
      </p>
      {search && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre className="json" tabIndex={0}>
            {search.text}
          </pre>
          <Copy text={search.text}>Copy the search</Copy>
          <p className="soft">Or export what it holds, and compare number by number:</p>
        </>
      )}
      <Command>keepwatch reconcile --export siem.ndjson</Command>
    </section>
  )
}
