import type { Page } from 'playwright-core'

/** Milliseconds until something is to be seen; what looks from outside the browser is in it. */
export async function until(act: () => Promise<unknown>, seen: () => Promise<unknown>) {
  const began = performance.now()
  await act()
  await seen()
  return performance.now() - began
}

/** How many events a list holds by now: each takes 34 pixels, in sight or not. Asked of the style, which lays nothing out. */
const rowsIn = async (page: Page) =>
  Number(
    await page.evaluate("parseFloat(document.querySelector('.event-rows')?.style.height ?? 0)"),
  ) / 34

const watchLongTasks = `globalThis.longTasks = []
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration)
}).observe({ entryTypes: ['longtask'] })`

const scrollOn = `{
  const list = document.querySelector('.event-list')
  list?.scrollBy(0, list.clientHeight * 3)
}`

export type Scrolled = { readonly rows: number; readonly longest: number; readonly long: number }

/** Scrolls down until so many rows are there; tells the longest task of the page, and how many took over 50 ms. */
export async function scroll(page: Page, wanted: number): Promise<Scrolled> {
  await page.evaluate(watchLongTasks)
  let rows = 0
  while (rows < wanted) {
    await page.evaluate(scrollOn)
    rows = Math.round(await rowsIn(page))
  }
  const tasks = (await page.evaluate('globalThis.longTasks')) as readonly number[]
  return { rows, longest: Math.max(0, ...tasks), long: tasks.length }
}
