type Props = { readonly counts: readonly number[]; readonly label: string }

const [barWidth, gap, height] = [7, 2, 20]

/** A few bars, as high as a line of text; what they say is said in words, too. */
export function Sparkline({ counts, label }: Props) {
  const most = Math.max(1, ...counts)
  const width = counts.length * (barWidth + gap) - gap
  return (
    <svg className="sparkline" width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      {counts.map((count, at) => {
        const high = count === 0 ? 1 : Math.max(3, (count / most) * height)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={at}
            className={count === 0 ? 'spark-none' : 'spark'}
            x={at * (barWidth + gap)}
            y={height - high}
            width={barWidth}
            height={high}
            rx={1}
          />
        )
      })}
    </svg>
  )
}
