import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Bar } from '../events/event-data.ts'
import type { Zoom } from './bars-on-canvas.ts'
import { useProgram } from './program.ts'
import { Trouble } from './trouble.tsx'

type Props = { readonly bars: readonly Bar[]; readonly label: string; readonly zoom: Zoom }

/** Bars over time on a canvas; dragging over them asks about that time. What draws them comes with the first that is shown. */
export function StackedBars({ bars, label, zoom }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef(zoom)
  latest.current = zoom
  const scheme = useComputedColorScheme('light')
  const { data: program, error, refetch } = useProgram('bars', () => import('./bars-on-canvas.ts'))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes the colours that are read from the page
  useEffect(() => {
    if (!place.current) return
    return program?.drawBars(place.current, { bars, zoom: (range) => latest.current(range) })
  }, [program, bars, scheme])
  if (error) return <Trouble error={error} again={() => void refetch()} />
  return <div ref={place} className="bars" role="img" aria-label={label} />
}
