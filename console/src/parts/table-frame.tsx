import type { ReactNode } from 'react'

type Props = {
  readonly label: string
  readonly titles: readonly string[]
  /** Whether a last column without a title holds what can be done. */
  readonly acts?: 'with acts' | undefined
  readonly children: ReactNode
}

/** A table that scrolls sideways when it is wide. */
export const TableFrame = ({ label, titles, acts, children }: Props) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <section className="table-frame" tabIndex={0} aria-label={label}>
    <table className="plain-table">
      <thead>
        <tr>
          {titles.map((title) => (
            <th key={title}>{title}</th>
          ))}
          {acts && (
            <th>
              <span className="unseen">What can be done</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
)
