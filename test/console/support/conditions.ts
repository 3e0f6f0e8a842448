import type { BrowserContext, Page, Route } from 'playwright-core'
import { owner } from './people.ts'

/** Goes to another screen as a click does: the page stays the one that was loaded. */
export const walkTo = (page: Page, path: string): Promise<void> =>
  page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`)

/** Nobody is logged in, on a page that was loaded a moment ago. */
export async function outside(page: Page): Promise<void> {
  await page.context().clearCookies()
  await page.evaluate('localStorage.removeItem("keepwatch.logged-in"); sessionStorage.clear()')
  await page.goto('/nowhere')
}

/** Logs in where a session has ended: the address is known already. */
export async function logInAgain(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' })
  await dialog.getByLabel('Master password').fill(owner.password)
  await dialog.getByRole('button', { name: 'Log in' }).click()
  await dialog.waitFor({ state: 'detached' })
}

type Fault = { readonly on: string | RegExp; readonly answer: (route: Route) => Promise<void> }

/** Does something while the network is not as it should be. */
export async function during(
  context: BrowserContext,
  { on, answer }: Fault,
  act: () => Promise<void>,
): Promise<void> {
  await context.route(on, answer)
  try {
    await act()
  } finally {
    await context.unroute(on)
  }
}

/** Nobody answers: neither questions nor for the parts of the console that were not loaded yet. */
export const serverAway: Fault = {
  on: '**/*',
  answer: (route) => route.abort('connectionrefused'),
}

/** The console is there, and its questions are not answered. */
export const noAnswers: Fault = {
  on: '**/api/**',
  answer: (route) => route.abort('connectionreset'),
}

/** What the server says while its columns are not there yet (`src/projection/in-time.ts`). */
const behind =
  'The columns that answers are read from are being made, 1200 of 5000 events so far: ask again in a while.'

export const indexBehind: Fault = {
  on: /\/api\/v1\/(events(\?|$)|reports\/(query|library\/.|exposure))/,
  answer: (route) =>
    route.fulfill({
      status: 503,
      headers: { 'retry-after': '2' },
      json: { error: 'busy', message: behind },
    }),
}

/** Reports stop in the middle, as the server stops one that takes too long (`src/projection/bounded.ts`). */
const partly = 'The answer took longer than 60 seconds and was stopped: ask about less time.'

export const answersCut: Fault = {
  on: /\/api\/v1\/reports\/(query|library\/.+)$/,
  answer: (route) =>
    route.fulfill({
      status: 200,
      contentType: 'application/x-ndjson',
      body: [{ event: 'login', device_name: 'runner', occurrences: 1 }, ['busy', partly]]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    }),
}
