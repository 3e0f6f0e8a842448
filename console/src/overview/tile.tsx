import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { wordsOf } from '../parts/trouble.tsx'

type Props = {
  readonly label: string
  /** Undefined while it is being found out. */
  readonly value: ReactNode
  readonly about?: ReactNode
  readonly tone?: 'calm' | 'denied' | 'ok'
  readonly error?: unknown
  /** The link to what the number counts, as wide as the tile. */
  readonly link?: ReactNode
}

/** One number, what it counts, and the way to what is behind it. */
export const Tile = ({ label, value, about, tone = 'calm', error, link }: Props) => (
  <li className={`tile tile-${tone}`}>
    <span className="tile-label">{link ?? label}</span>
    {error ? (
      <span className="tile-about">{wordsOf(error)}</span>
    ) : (
      <>
        <span className="tile-value">
          {value === undefined ? <Skeleton height={26} width={72} /> : value}
        </span>
        <span className="tile-about">{about}</span>
      </>
    )}
  </li>
)
