import { MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { QueryInput } from '../events/query-input.tsx'
import { RangePicker } from '../events/range-picker.tsx'
import { useFieldNames } from '../events/vocabulary.ts'
import { type Built, reportTypes } from './report-terms.ts'

const shows = [
  { value: 'occurrences', label: 'how many' },
  { value: 'first', label: 'the first' },
  { value: 'last', label: 'the last' },
]

type Props = { readonly built: Built; readonly build: (built: Built) => void }

/** What is counted, by what, and what is computed. */
export function BuildForm({ built, build }: Props) {
  const { conditions, type, group, show, limit } = built
  const [draft, setDraft] = useState(conditions)
  useEffect(() => setDraft(conditions), [conditions])
  const names = useFieldNames()
  const distinct = names.map(({ value }) => ({
    value: `distinct(${value})`,
    label: `different values of ${value}`,
  }))
  const isRaw = type === 'raw'
  return (
    <section className="panel stack" aria-label="Question">
      <div className="query-line">
        <QueryInput
          label="Which events"
          placeholder="event:app_client_access device:runner"
          value={draft}
          write={setDraft}
          enter={(text) => build({ ...built, conditions: text })}
        />
        <RangePicker q={conditions} ask={(text) => build({ ...built, conditions: text })} />
      </div>
      <div className="field-row">
        <NativeSelect
          label="Show"
          data={reportTypes}
          value={type}
          onChange={({ currentTarget }) => build({ ...built, type: currentTarget.value })}
        />
        {!isRaw && (
          <>
            <MultiSelect
              label="For each"
              data={names}
              searchable
              maxValues={4}
              value={[...group]}
              onChange={(chosen) => build({ ...built, group: chosen })}
            />
            <MultiSelect
              label="Compute"
              placeholder={show.length === 0 ? 'how many' : ''}
              data={[...shows, ...distinct]}
              searchable
              maxValues={4}
              value={[...show]}
              onChange={(chosen) => build({ ...built, show: chosen })}
            />
          </>
        )}
        <TextInput
          label="At most"
          type="number"
          min={1}
          placeholder={isRaw ? '50 rows' : 'all rows'}
          value={limit}
          onChange={({ currentTarget }) => build({ ...built, limit: currentTarget.value })}
        />
      </div>
    </section>
  )
}
