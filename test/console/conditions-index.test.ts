import { afterAll, expect, test } from 'vitest'
import { picture } from './support/browser.ts'
import { answersCut, during, indexBehind, walkTo } from './support/conditions.ts'
import { isWhole, openScreens, says } from './support/screens.ts'

/** Every screen that asks the columns, while they are being made, and when an answer came in part. */

const { page, window, visit, troubles, stop } = await openScreens()

afterAll(stop)

test('while the index is behind every screen that asks it says how far it is, and comes by itself', async () => {
  await visit(
    ({ asks }) => asks !== undefined,
    async ({ page, context }, screen) => {
      await during(context, indexBehind, async () => {
        await walkTo(page, screen.path)
        await says(page, screen, /1,?200 of 5,?000/)
        await page.getByRole('progressbar', { name: 'How far the index is' }).first().waitFor()
        await picture(page, `behind${screen.path.replaceAll(/\W+/g, '-')}`)
      })
      await isWhole(page, screen)
    },
  )
}, 120_000)

test('what came in part says so, and shows what came', async () => {
  await visit(
    ({ asks }) => asks === 'a report',
    async ({ page, context }, screen) => {
      await during(context, answersCut, async () => {
        await walkTo(page, screen.path)
        await says(page, screen, 'What came until then stands below.')
        await page.getByRole('cell').first().waitFor()
      })
    },
  )
  await during(window.context, answersCut, async () => {
    await page.goto('/')
    await page.getByText('was stopped: ask about less time').first().waitFor()
    await walkTo(page, '/events?q=last:24h')
    await page.getByRole('alert').getByText('was stopped: ask about less time').waitFor()
    await page.getByRole('row').nth(1).waitFor()
  })
})

test('nothing of this made the browser complain, or ask another host', () => {
  expect(troubles()).toEqual([])
})
