import { conflict, notFound } from '../kernel/errors.ts'
import type { AlertRecipient } from '../store/state/alert-recipients.ts'
import type { AlertRule } from '../store/state/alert-rules.ts'
import type { State } from '../store/state.ts'

/** A name or a number that is asked for; names in upper or lower case. */
function pick<Thing>(
  all: readonly Thing[],
  asked: string,
  { id, name }: { id(one: Thing): number; name(one: Thing): string },
): Thing | undefined {
  const wanted = asked.trim().toLowerCase()
  const numbered = all.find((one) => String(id(one)) === wanted)
  const named = all.filter((one) => name(one).toLowerCase() === wanted)
  if (!numbered && named.length > 1)
    throw conflict('there are several of that name: use the number')
  return numbered ?? named[0]
}

/** A rule by its number, its name or its UID. Throws `not-found`. */
export async function findAlert(
  { alertRules }: Pick<State, 'alertRules'>,
  asked: string,
): Promise<AlertRule> {
  const all = await alertRules.list()
  const found =
    all.find(({ alert_uid }) => alert_uid === asked) ??
    pick(all, asked, { id: ({ alert_id }) => alert_id, name: ({ name }) => name })
  if (found) return found
  throw notFound('there is no alert with that number or name: `audit-alert list` shows them')
}

/** A recipient of a rule by its number or its name. Throws `not-found`. */
export async function findRecipient(
  { alertRecipients }: Pick<State, 'alertRecipients'>,
  { alert_uid, name }: AlertRule,
  asked: string,
): Promise<AlertRecipient> {
  const all = await alertRecipients.listOf(alert_uid)
  const found = pick(all, asked, {
    id: ({ recipient_id }) => recipient_id,
    name: (one) => one.name,
  })
  if (found) return found
  throw notFound(`alert ${name} has no recipient with that number or name`)
}
