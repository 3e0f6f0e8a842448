/** The moments that lie closer to `at` than a window, on either side: an event that comes late still counts. */
export const near = (moments: readonly number[], at: number, windowMs: number): readonly number[] =>
  moments.filter((one) => Math.abs(one - at) < windowMs)

/** Whether so many of the moments lie in one window. They need no order. */
export function crowded(moments: readonly number[], most: number, windowMs: number): boolean {
  const inOrder = moments.toSorted((a, b) => a - b)
  return inOrder.some((first, index) => {
    const last = inOrder[index + most - 1]
    return last !== undefined && last - first < windowMs
  })
}
