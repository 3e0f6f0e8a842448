import { useMemo } from 'react'
import { encode } from 'uqr'

/** What a camera must see around the picture, in its own squares (ISO/IEC 18004). */
const quiet = 4

const pathOf = (squares: readonly (readonly boolean[])[]) =>
  squares
    .flatMap((row, y) =>
      row.map((isDark, x) => (isDark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')),
    )
    .join('')

/** A text for a camera: black on white in every theme, because cameras want it so. */
export function QrPicture({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, side } = useMemo(() => {
    const { data } = encode(text, { border: 0 })
    return { path: pathOf(data), side: data.length + 2 * quiet }
  }, [text])
  return (
    <svg className="qr-picture" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
