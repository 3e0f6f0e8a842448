import { Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { sentenceOf } from '../parts/trouble.tsx'
import { type Previewed, usePreview } from './destination-data.ts'

const pauseMs = 500

/** JSON on several lines; what is none as it is. */
function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}

/** A real event as the destination beside it would get it; nothing is sent. */
export function Preview({ asked }: { readonly asked: Previewed | undefined }) {
  const [settled] = useDebouncedValue(asked, pauseMs)
  const { data, error, isFetching } = usePreview(settled)
  const text = data?.text
  return (
    <aside className="panel stack preview" aria-label="Preview">
      <div className="row">
        <h2>As it will arrive</h2>
        {isFetching && <Loader size={12} role="img" aria-label="Looking" />}
      </div>
      <div role="status" className={isFetching ? 'stack stale' : 'stack'}>
        {settled === undefined && (
          <p className="soft">
            Fill in what is marked, and the newest event stands here as it will arrive.
          </p>
        )}
        {error && <p className="soft">{sentenceOf(error).replace(/^Settings: /, '')}</p>}
        {!error && data && text === null && (
          <p className="soft">None of the newest events passes the filter.</p>
        )}
        {!error && typeof text === 'string' && (
          <>
            <p className="soft">
              <Link
                to="/events/$seq"
                params={{ seq: String(data?.seq) }}
                search={{ q: 'last:24h' }}
              >
                Event {data?.seq?.toLocaleString()}
              </Link>
              , the newest that fits. Nothing is sent.
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre className="json" tabIndex={0}>
              {readable(text)}
            </pre>
          </>
        )}
      </div>
    </aside>
  )
}
