import { listApplications } from '../../client/applications.ts'
import { notFound } from '../../kernel/errors.ts'
import { findField, queryFields } from '../../query/field.ts'
import { exactly, patternTest, readPattern } from '../../query/pattern.ts'
import { printCondition } from '../../query/print-text.ts'
import { Misspelling, readTerms, type Term } from '../../query/text-terms.ts'
import type { OpenVault } from '../connect.ts'

type Filter = { readonly app_uid?: readonly string[] | undefined }

const isUid = (name: string) => /^[\w-]{22}$/.test(name)

type Known = Awaited<ReturnType<typeof listApplications>>

/** The UIDs of the applications with that title, in which a star stands for anything. */
function uidsOf(title: string, known: Known): readonly string[] {
  const fits = patternTest(readPattern(title))
  return known.filter((one) => fits(one.title)).map(({ app_uid }) => app_uid)
}

const unknown = (title: string) =>
  notFound(`there is no application ${title} in your vault: give its UID`)

/** Puts UIDs in the place of the titles that `--app` may name. Titles are known in the reader's own vault only. */
export async function withApplicationUids<Some extends Filter>(
  vault: OpenVault,
  filter: Some,
): Promise<Some> {
  const { app_uid: names = [] } = filter
  if (names.every(isUid)) return filter
  const known = await listApplications(vault)
  const uids = names.flatMap((name) => {
    const found = isUid(name) ? [name] : uidsOf(exactly(name), known)
    if (found.length === 0) throw unknown(name)
    return found
  })
  return { ...filter, app_uid: uids }
}

const fields = queryFields()

const namesApplication = ({ name = 'text', values }: Term) =>
  findField(fields, name)?.name === 'app' && values.some(({ text }) => !isUid(text))

/** The term with UIDs for titles. What has a star may be the beginning of a UID, and stays. */
function withUids({ not, values }: Term, known: Known): string {
  const uids = values.flatMap(({ text }) => {
    const found = isUid(text) ? [text] : uidsOf(text, known)
    if (found.length === 0 && !text.includes('*')) throw unknown(text)
    return found.length > 0 ? found : [text]
  })
  return printCondition({ field: 'app', values: uids, ...(not && { not }) })
}

function termsOf(text: string): readonly Term[] {
  try {
    return readTerms(text)
  } catch (error) {
    // The server says what is wrong with it, and the attempt is on the record.
    if (error instanceof Misspelling) return []
    throw error
  }
}

/** The text of a query with UIDs in the place of the titles that `app:` may name. */
export async function applicationUidsIn(vault: OpenVault, text: string): Promise<string> {
  const terms = termsOf(text)
  if (!terms.some(namesApplication)) return text
  const known = await listApplications(vault)
  const written = ({ not, at, end }: Term) => text.slice(not ? at - 1 : at, end)
  return terms
    .map((term) => (namesApplication(term) ? withUids(term, known) : written(term)))
    .join(' ')
}
