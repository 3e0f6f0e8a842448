import type { ReactNode } from 'react'

type Props = { readonly title: string; readonly children?: ReactNode }

/** An empty screen says why it is empty, and what comes next. */
export const Nothing = ({ title, children }: Props) => (
  <div className="nothing">
    <h2>{title}</h2>
    {children}
  </div>
)
