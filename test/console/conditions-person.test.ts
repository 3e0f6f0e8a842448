import { afterAll, expect, test } from 'vitest'
import { memberOf } from '../support/keepwatch.ts'
import { openWindow, picture, seriousFaults } from './support/browser.ts'
import { logInAgain, walkTo } from './support/conditions.ts'
import { logIn } from './support/people.ts'
import { isWhole, openScreens } from './support/screens.ts'

/** Every screen when the session has ended, and to whom it is not shown: a sentence, and a way on. */

const { server, browser, screens, visit, troubles, stop } = await openScreens()

afterAll(stop)

test('when the session ends every screen asks for the password, and goes on where it was', async () => {
  await visit(
    () => true,
    async ({ page, context }, screen) => {
      await context.clearCookies()
      await walkTo(page, screen.path)
      await logInAgain(page)
      await isWhole(page, screen)
      expect(new URL(page.url()).pathname).toBe(new URL(screen.path, server.url).pathname)
    },
  )
}, 240_000)

test.each(['member', 'auditor'] as const)(
  'to whom as %s a screen is not shown, it says which role would, and asks the server nothing',
  async (role) => {
    const email = `${role}@example.com`
    const person = await memberOf(server, email, role)
    const other = await openWindow(browser, server.url)
    await other.page.goto('/settings')
    await logIn(other.page, { email, password: `the password of ${email}` })
    await other.page.getByRole('heading', { name: 'Settings' }).waitFor()
    for (const screen of screens.filter(({ lacks }) => lacks === role)) {
      await walkTo(other.page, screen.path)
      await other.page.getByRole('heading', { name: 'Your role does not show this' }).waitFor()
      await other.page.getByText(`keepwatch user role ${email} --role`).waitFor()
      await walkTo(other.page, '/settings')
    }
    await other.page.goto(role === 'member' ? '/' : '/vault')
    await other.page.getByText(`You are ${role}`).waitFor()
    expect(await seriousFaults(other.page)).toEqual([])
    await picture(other.page, `not-for-${role}`)
    const refused = (await server.events()).filter(
      ({ audit_event, username }) => audit_event === 'action_denied' && username === email,
    )
    expect(refused).toEqual([])
    await other.context.close()
    await person.remove()
  },
  120_000,
)

test('nothing of this made the browser complain, or ask another host', () => {
  expect(troubles()).toEqual([])
})
