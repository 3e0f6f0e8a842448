import { afterAll, beforeAll, expect, test } from 'vitest'
import { authenticator } from '../support/authenticator.ts'
import { commanderOf } from './drivers/commander.ts'
import { atTerminal } from './drivers/terminal.ts'
import { type CommanderStage, commanderStage, email, password } from './support/commander-stage.ts'

/** The second factor of the real Commander, which asks for it at a terminal and nowhere else. */

const patience = { timeout: 120_000 }
const phone = authenticator()
const halfMinute = 30_000

/** The code of the next half minute, which is good already and was not used for setting up. */
const nextCode = () => phone.code(new Date(Date.now() + halfMinute))

let stage: CommanderStage

beforeAll(async () => {
  stage = await commanderStage()
  const add = ['two-factor', 'add', '--name', 'Phone', '--secret', phone.secret]
  await stage.owner.ask(...add, '--code', phone.code(new Date()))
}, 120_000)

afterAll(() => stage?.stop())

const eventsFrom = async (from: number) =>
  (await stage.server.events())
    .slice(from)
    .filter(({ category }) => category !== 'log')
    .map(({ audit_event }) => audit_event)

test('without a terminal nobody is let in by the password alone', patience, async () => {
  const { stderr } = await stage.commander.run('list')
  expect(stderr).toContain('non-interactive')
  expect((await stage.server.lastEvent())?.audit_event).toBe('second_factor_asked')
})

test(
  'the code of an authenticator opens the vault, a wrong one is asked for again',
  patience,
  async () => {
    const from = (await stage.server.events()).length
    const device = await commanderOf(stage.server, { email, password })
    const said = await atTerminal(
      device.program,
      ['list'],
      [
        { asked: 'Selection:', answer: () => '1' },
        { asked: 'Enter 2FA Code:', answer: () => '000000' },
        { asked: 'Selection:', answer: () => '1' },
        { asked: 'Enter 2FA Code:', answer: nextCode },
      ],
    )
    expect(said).toContain('Authenticator')
    expect(said).toContain('Invalid 2FA code')
    expect(said).toContain('Primary')
    expect(await eventsFrom(from)).toEqual([
      'second_factor_asked',
      'login_failure',
      'login',
      'vault_fetched',
    ])
    await device.remove()
  },
)
