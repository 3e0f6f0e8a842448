import { useMemo } from 'react'
import { useProgram } from './program.ts'
import { Trouble } from './trouble.tsx'

/** What a camera must see around the picture, in its own squares (ISO/IEC 18004). */
const quiet = 4

const pathOf = (squares: readonly (readonly boolean[])[]) =>
  squares
    .flatMap((row, y) =>
      row.map((isDark, x) => (isDark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')),
    )
    .join('')

/** A text for a camera: black on white in every theme, because cameras want it so. Few screens need what makes it. */
export function QrPicture({ text, label }: { readonly text: string; readonly label: string }) {
  const { data: program, error, refetch } = useProgram('qr', () => import('uqr'))
  const made = useMemo(() => program?.encode(text, { border: 0 }).data, [program, text])
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!made) return <div className="qr-picture" />
  const side = made.length + 2 * quiet
  return (
    <svg className="qr-picture" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={pathOf(made)} fill="#000" />
    </svg>
  )
}
