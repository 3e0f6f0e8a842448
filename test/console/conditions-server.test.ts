import { afterAll, expect, test } from 'vitest'
import { during, noAnswers, serverAway, walkTo } from './support/conditions.ts'
import { isWhole, openScreens, says } from './support/screens.ts'

/** Every screen while the network or the server is away: a sentence, and it comes by itself. */

const { visit, troubles, stop } = await openScreens()

afterAll(stop)

test.each([
  ['is away', serverAway],
  ['answers nothing', noAnswers],
] as const)(
  'when the server %s every screen says so, and comes by itself when it is back',
  async (_, fault) => {
    await visit(
      () => true,
      async ({ page, context }, screen) => {
        await during(context, fault, async () => {
          await walkTo(page, screen.path)
          await says(page, screen, /The server does not answer/i)
        })
        await isWhole(page, screen)
      },
    )
  },
  300_000,
)

test('nothing of this made the browser complain, or ask another host', () => {
  expect(troubles()).toEqual([])
})
