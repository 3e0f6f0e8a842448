import { NativeSelect, TextInput } from '@mantine/core'
import { useFieldNames, withClock } from '../events/vocabulary.ts'
import { conditionFor, conditions, type When } from './conditions.ts'
import { type Draft, initialParameters } from './draft.ts'

type Props = { readonly draft: Draft; readonly write: (change: Partial<Draft>) => void }

/** When the rule comes true, and the numbers of that. */
export function ConditionFields({ draft, write }: Props) {
  const names = withClock(useFieldNames())
  const chosen = conditionFor(draft.when)
  const parameter = (name: string) => ({
    value: draft.parameters[name] ?? '',
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      write({ parameters: { ...draft.parameters, [name]: currentTarget.value } }),
  })
  return (
    <div className="stack">
      <NativeSelect
        label="Comes true at"
        description={chosen?.about}
        data={conditions.map(({ when, label }) => ({ value: when, label }))}
        value={draft.when}
        onChange={({ currentTarget }) => {
          const when = currentTarget.value as When
          write({ when, parameters: initialParameters(when) })
        }}
      />
      <div className="field-row">
        {chosen?.parameters.map(({ name, label, kind, isOptional }) =>
          kind === 'field' ? (
            <NativeSelect key={name} label={label} data={names} {...parameter(name)} />
          ) : (
            <TextInput
              key={name}
              label={isOptional ? `${label} (optional)` : label}
              placeholder={{ number: '10', duration: '10m', event: 'app_client_removed' }[kind]}
              {...(kind === 'number' && { type: 'number', min: 1, step: 'any' })}
              {...parameter(name)}
            />
          ),
        )}
      </div>
    </div>
  )
}
