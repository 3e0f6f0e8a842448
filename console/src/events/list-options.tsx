import { Button, Checkbox, Popover } from '@mantine/core'
import { memo } from 'react'
import { Icon } from '../parts/icon.tsx'
import { columnNames, columns, columnsOf } from './columns.ts'
import { useQuestion } from './search.ts'

/** Which columns the list has, and whether reads that tell the same stand one by one. */
export const ListOptions = memo(function ListOptions() {
  const { cols, isEach, show } = useQuestion()
  const chosen = columnsOf(cols).map(({ name }) => name)
  const turn = (name: string, isOn: boolean) => {
    const names = isOn ? [...chosen, name] : chosen.filter((one) => one !== name)
    show({ cols: columnNames(names) })
  }
  return (
    <Popover position="bottom-end" withinPortal trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={<Icon name="columns" />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <fieldset className="list-options">
          <legend>Columns</legend>
          {columns.map(({ name, title }) => (
            <Checkbox
              key={name}
              size="xs"
              label={title}
              checked={chosen.includes(name)}
              onChange={({ currentTarget }) => turn(name, currentTarget.checked)}
            />
          ))}
          <Checkbox
            size="xs"
            className="list-each"
            label="Every read by itself"
            checked={isEach}
            onChange={({ currentTarget }) => show({ each: currentTarget.checked || undefined })}
          />
        </fieldset>
      </Popover.Dropdown>
    </Popover>
  )
})
