import type { Page } from 'playwright-core'

export const owner = { email: 'owner@example.com', password: 'the password of owner@example.com' }

/** Fills in the form that is there, or is about to be: other screens ask for addresses, too. */
export async function logIn(page: Page, { email, password } = owner): Promise<void> {
  await page.getByRole('button', { name: 'Log in' }).waitFor()
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Master password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}
