import { Option } from 'commander'
import { type Asked, asking, showing } from '../asking.ts'
import type { CliCommand } from '../command.ts'
import { exampleText } from '../example-text.ts'

const requireExamples = `
Then removing people, changing roles, resetting second factors, erasing names, rules of logging in, API tokens, removing teams, every change of an
export, and changing, disabling, snoozing and deleting alerts wait for a second owner or administrator: the first attempt asks, the second person
approves, and the same command goes through once. Turning it off again waits for one as well.

Examples:
  $ keepwatch approval require --on --minutes 30
  $ keepwatch approval require --off`

type Rule = { readonly on?: true; readonly off?: true; readonly minutes?: string }

async function rule({ api, args }: Asked) {
  const { on, off, minutes } = args.at(-1) as Rule
  const json = {
    ...((on || off) && { second_person: on === true }),
    ...(minutes !== undefined && { second_person_minutes: Number(minutes) }),
  }
  const answer = await (Object.keys(json).length === 0
    ? api['sign-in-rules'].$get()
    : api['sign-in-rules'].$put({ json }))
  const { second_person, second_person_minutes } = await answer.json()
  return { second_person, second_person_minutes }
}

/** What waits for a second person. */
export const approval: CliCommand = {
  name: 'approval',
  add: (program, environment) => {
    const [as, show] = [asking(environment), showing(environment)]
    const noun = program
      .command('approval')
      .description('what a second administrator has to approve')
    noun
      .command('list')
      .description('what waits to be approved, or to be done')
      .addHelpText('after', exampleText('approval list', 'approval list --format json'))
      .action(
        as(async (asked) => {
          const things = await (await asked.api.approvals.$get()).json()
          const columns = ['approval_uid', 'action', 'details', 'asked_by', 'state', 'expires_at']
          await show.list(columns, things, asked)
        }),
      )
    noun
      .command('approve <approval>')
      .description('agree that somebody else does it, once')
      .addHelpText('after', exampleText('approval approve APPROVAL_UID'))
      .action(
        as(async (asked) => {
          const param = { approval_uid: String(asked.args[0]) }
          const route = asked.api.approvals[':approval_uid'].approval
          await show.one(await (await route.$post({ param })).json(), asked)
        }),
      )
    noun
      .command('refuse <approval>')
      .description('do not agree')
      .addHelpText('after', exampleText('approval refuse APPROVAL_UID'))
      .action(
        as(async (asked) => {
          const param = { approval_uid: String(asked.args[0]) }
          const route = asked.api.approvals[':approval_uid'].refusal
          await show.one(await (await route.$post({ param })).json(), asked)
        }),
      )
    noun
      .command('require')
      .description('say whether a second person has to agree; without flags show it')
      .addOption(new Option('--on', 'they have to').conflicts('off'))
      .addOption(new Option('--off', 'they do not').conflicts('on'))
      .option('--minutes <number>', 'for how long an approval can be given and used')
      .addHelpText('after', requireExamples)
      .action(as(async (asked) => show.one(await rule(asked), asked)))
  },
}
