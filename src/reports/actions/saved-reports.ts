import { z } from 'zod'
import { action } from '../../access/action.ts'
import type { Person } from '../../access/person.ts'
import {
  reportCreated,
  reportDeleted,
  reportModified,
} from '../../events/catalog/policy-reports.ts'
import { eventsRead } from '../../events/catalog/usage.ts'
import { happened } from '../../events/event-type.ts'
import { conflict, denied, notFound } from '../../kernel/errors.ts'
import { type AskedInput, readAsked, troubleSentence } from '../../query/asked.ts'
import type { Fields } from '../../query/field.ts'
import type { SavedReport } from '../../store/state/saved-reports.ts'
import type { State } from '../../store/state.ts'

const longestQuestion = 65_536

/** What reports and their schedules may be called. */
export const reportName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,79}$/u,
    'must be up to 80 letters, digits, spaces and ._-',
  )

/** How a report is printed: Commander's raw layouts, the columns as they were named, and the patterns after it. */
const layout = z.strictObject({
  report_format: z.enum(['message', 'fields']).default('message'),
  columns: z.array(z.string().max(512)).max(16).default([]),
  patterns: z.array(z.string().max(512)).max(100).default([]),
  regex: z.boolean().default(false),
  match_all: z.boolean().default(false),
})

/** A question is kept as it was asked, so that `last_7_days` stays the last seven days; it must be one that can be answered. */
const question = (fields: Fields) =>
  z.record(z.string(), z.unknown()).superRefine((raw, context) => {
    const read = readAsked(raw, fields)
    if ('trouble' in read) context.addIssue(troubleSentence(read.trouble))
    else if (JSON.stringify(raw).length > longestQuestion) context.addIssue('is too long')
  })

/** A saved report as it is sent. */
export type SavedInput = {
  readonly question: AskedInput
  readonly layout?: z.input<typeof layout>
  /** Only its owner sees it then. */
  readonly private?: boolean
}

/** A saved report as it is answered. */
export const toldReport = ({ name, question, layout: how, is_private }: SavedReport) => ({
  name,
  question: JSON.parse(question) as AskedInput,
  layout: JSON.parse(how) as z.output<typeof layout>,
  private: is_private === 1,
})

/**
 * A saved report that somebody may see.
 *
 * @throws `not-found`
 */
export async function visibleReport(
  { savedReports }: Pick<State, 'savedReports'>,
  wanted: string,
  who: Pick<Person, 'account_uid'>,
): Promise<SavedReport> {
  const found = await savedReports.find(wanted)
  if (!found || (found.is_private === 1 && found.owner_uid !== who.account_uid))
    throw notFound(`there is no saved report ${wanted}`)
  return found
}

function checkOwner(found: SavedReport, who: Person): void {
  if (found.owner_uid !== who.account_uid)
    throw denied(`the report ${found.name} is somebody else's: save yours under another name`)
}

/** Saves a report, or a new version of one's own. `taken` are the names of ready-made ones. */
export const saveReport = (fields: Fields, taken: ReadonlyMap<string, unknown>) =>
  action({
    name: 'report.save',
    permission: 'events.read',
    input: z.strictObject({
      name: reportName,
      question: question(fields),
      layout: layout.prefault({}),
      private: z.boolean().default(false),
    }),
    async run({ savedReports }: State, asked, { who, at }: { who: Person; at: Date }) {
      if (taken.has(asked.name))
        throw conflict(`${asked.name} is a ready-made report: take another name`)
      const before = await savedReports.find(asked.name)
      if (before) checkOwner(before, who)
      await savedReports.put({
        name: asked.name,
        owner_uid: who.account_uid,
        question: JSON.stringify(asked.question),
        layout: JSON.stringify(asked.layout),
        is_private: asked.private ? 1 : 0,
        modified_at: at.getTime(),
      })
      return { name: asked.name, isNew: before === undefined }
    },
    leaves: ({ name: report }, { isNew }) => [
      happened(isNew ? reportCreated : reportModified, { report }),
    ],
  })

const named = z.strictObject({ name: z.string().max(512) })

/** Removes one's own saved report. */
export const removeReport = action({
  name: 'report.remove',
  permission: 'events.read',
  freesSpace: true,
  input: named,
  async run(state: State, { name: wanted }, { who }: { who: Person }) {
    checkOwner(await visibleReport(state, wanted, who), who)
    await state.savedReports.remove(wanted)
    return { name: wanted }
  },
  leaves: ({ name: report }) => [happened(reportDeleted, { report })],
})

/** Opens a saved report. */
export const openReport = action({
  name: 'report.open',
  permission: 'events.read',
  input: named,
  run: (state: State, { name: wanted }, { who }: { who: Person }) =>
    visibleReport(state, wanted, who),
  leaves: ({ name: wanted }) => [happened(eventsRead, { query: `saved report ${wanted}` })],
})

/** Lists the saved reports that one may see. */
export const listReports = action({
  name: 'report.list',
  permission: 'events.read',
  input: z.strictObject({}),
  run: ({ savedReports }: State, _, { who }: { who: Person }) =>
    savedReports.listFor(who.account_uid),
  leaves: () => [happened(eventsRead, { query: 'list of saved reports' })],
})
