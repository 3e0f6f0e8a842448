import uPlot from 'uplot'
import type { Bar } from '../events/event-data.ts'

const height = 96
/** Narrower is a click, not a stretch of time. */
const leastPixels = 6

type Range = { readonly from: number; readonly to: number }
export type Zoom = (range: Range) => void

const colour = (name: string) =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Each layer is drawn over the one before: all, then what did not succeed, then what failed. */
const layers = ['--bar-success', '--bar-denied', '--bar-failure']

const stacked = (bars: readonly Bar[]): uPlot.AlignedData => [
  bars.map(({ at }) => at),
  bars.map(({ success, denied, failure }) => success + denied + failure),
  bars.map(({ denied, failure }) => denied + failure),
  bars.map(({ failure }) => failure),
]

const barsOf = (uPlot.paths.bars ?? (() => null))({ size: [0.8, 40, 2], radius: 0.15 })

function series(name: string): uPlot.Series {
  const fill = colour(name)
  return { fill, width: 0, points: { show: false }, ...(barsOf && { paths: barsOf }) }
}

/** Midnight is written as its day, everything else as the time of day. */
function label(seconds: number): string {
  const moment = new Date(seconds * 1000)
  return moment.getHours() === 0 && moment.getMinutes() === 0
    ? moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
    : moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

/** Room for half a bar at both ends. */
const withEdges = ({ data: [times] }: uPlot, from: number, to: number): uPlot.Range.MinMax => {
  const [first = from, second = first + 3_600] = times ?? []
  const half = (second - first) / 2
  return [from - half, to + half]
}

const dayS = 86_400

/** Under days there are whole days only. */
const increments = (bars: readonly Bar[]) =>
  (bars[1]?.at ?? 0) - (bars[0]?.at ?? 0) >= dayS - 3_600
    ? { incrs: [1, 2, 3, 7, 14, 31, 92, 366].map((days) => days * dayS) }
    : {}

function axes(bars: readonly Bar[]): uPlot.Axis[] {
  const stroke = colour('--soft')
  const font = '11px Inter Variable, sans-serif'
  const ticks = { show: false }
  return [
    {
      stroke,
      font,
      ticks,
      grid: { show: false },
      ...increments(bars),
      size: 22,
      space: 70,
      values: (_, splits) => splits.map(label),
    },
    {
      stroke,
      font,
      ticks,
      size: 44,
      space: 28,
      grid: { stroke: colour('--line'), width: 1 },
      values: (_, splits) => splits.map((at) => (Number.isInteger(at) ? at.toLocaleString() : '')),
    },
  ]
}

type Drawn = { readonly bars: readonly Bar[]; readonly zoom: Zoom }

function options({ bars, zoom }: Drawn, width: number): uPlot.Options {
  return {
    width,
    height,
    padding: [6, 0, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { range: withEdges },
      y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] },
    },
    series: [{}, ...layers.map(series)],
    axes: axes(bars),
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select
          if (wide >= leastPixels)
            zoom({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + wide, 'x') })
        },
      ],
    },
  }
}

/** Draws bars into a place of the page, as wide as it is, until what it gives back is called. */
export function drawBars(place: HTMLElement, drawn: Drawn): () => void {
  const plot = new uPlot(options(drawn, place.clientWidth), stacked(drawn.bars), place)
  const follow = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height }))
  follow.observe(place)
  return () => {
    follow.disconnect()
    plot.destroy()
  }
}
