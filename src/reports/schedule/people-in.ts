import { Failure } from '../../kernel/errors.ts'
import { type Fields, findField } from '../../query/field.ts'
import { kindOf } from '../../query/kind.ts'
import type { State } from '../../store/state.ts'
import type { Row } from '../columns.ts'

async function commitmentOf(kept: State['personal'], value: string): Promise<string> {
  const [same] = await kept.spellings(value)
  if (same) return same.commitment
  throw new Failure('busy', 'somebody whom it names was forgotten while it was made: run it again')
}

/** Notes whom the rows of a report name, so that a file can be found again when somebody is forgotten. */
export function peopleIn(fields: Fields) {
  const found = new Set<string>()
  const personal = new Map<string, boolean>()

  function isPersonal(column: string): boolean {
    const known = personal.get(column)
    if (known !== undefined) return known
    const field = findField(fields, column)
    const names = field !== undefined && kindOf(field.kind).personal === true
    personal.set(column, names)
    return names
  }

  async function* watched(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
    for await (const row of rows) {
      for (const [column, value] of Object.entries(row))
        if (typeof value === 'string' && isPersonal(column)) found.add(value)
      yield row
    }
  }

  return {
    watched,
    /**
     * The commitments that stand for them in the log, with blanks between them.
     *
     * @throws `busy` when somebody was forgotten since the rows were read.
     */
    async commitments({ personal: kept }: Pick<State, 'personal'>): Promise<string> {
      const all: string[] = []
      for (const value of found) {
        all.push(kept.known(value) ?? (await commitmentOf(kept, value)))
      }
      return all.join(' ')
    },
  }
}
