import { type Setting, settings } from './setting.ts'
import { Misspelling, readTerms, type Term } from './text-terms.ts'

type Path = readonly PropertyKey[]

/** What a text asks, as a query is sent; and the columns, counted from 1, of everything in it, by paths of the query. */
export type Written = {
  readonly asked: {
    readonly where: readonly {
      readonly field: string
      readonly values: readonly string[]
      readonly not?: true
    }[]
    readonly [setting: string]: unknown
  }
  readonly columnOf: (path: Path) => number | undefined
}

const byName: ReadonlyMap<string, Setting> = new Map(
  (Object.keys(settings) as Setting[]).map((setting) => [settings[setting].name, setting]),
)

function settingValue(setting: Setting, { values }: Term): unknown {
  const { reads, short = {} } = settings[setting]
  const texts = values.map(({ text }) => short[text] ?? text)
  if (reads === 'list') return texts
  if (texts.length > 1) return texts
  const [text = ''] = texts
  return reads === 'number' && /^-?\d{1,15}$/.test(text) ? Number(text) : text
}

/** A term that says how, not which: the setting and its value. */
function readSetting(setting: Setting, term: Term): unknown {
  if (term.not) throw new Misspelling(term.at, `must not be excluded: ${term.name} is no condition`)
  return settingValue(setting, term)
}

const readCondition = ({ name = 'text', not, values }: Term) => ({
  field: name,
  values: values.map(({ text }) => text),
  ...(not && ({ not } as const)),
})

/** The column of a part of the query; what has none of its own is where the nearest thing around it is. */
function columnsBy(places: ReadonlyMap<string, number>): Written['columnOf'] {
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const at = places.get(path.slice(0, length).join())
      if (at !== undefined) return at + 1
    }
    return undefined
  }
}

/** Where a term and its values stand, under the path that they have in the query. */
function placesOf({ at, values }: Term, path: Path, valuePath: Path): [string, number][] {
  const inside = values.map((value, index): [string, number] => [
    [...valuePath, index].join(),
    value.at,
  ])
  return [[path.join(), at], ...inside]
}

/**
 * Reads the text of a query (docs/guides/query.md) as far as its grammar goes; whether its fields and values are any is for
 * `readQuery` to say.
 *
 * @throws Misspelling
 */
export function readText(text: string): Written {
  const where: ReturnType<typeof readCondition>[] = []
  const set: Record<string, unknown> = {}
  const places: [string, number][] = []
  for (const term of readTerms(text)) {
    const setting = byName.get(term.name ?? '')
    if (setting === undefined) {
      const path = ['where', where.length]
      places.push(...placesOf(term, path, [...path, 'values']))
      where.push(readCondition(term))
    } else {
      if (setting in set)
        throw new Misspelling(term.at, `repeats ${term.name}, which may be given once`)
      set[setting] = readSetting(setting, term)
      places.push(...placesOf(term, [setting], [setting]))
    }
  }
  return { asked: { ...set, where }, columnOf: columnsBy(new Map(places)) }
}
