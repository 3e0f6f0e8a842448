import type { ComponentType } from 'react'
import { Failure } from '../../../src/kernel/errors.ts'
import { useProgram } from './program.ts'
import { Trouble } from './trouble.tsx'

type Screens<Name extends string> = Readonly<Record<Name, ComponentType>>

const reload = () => location.reload()

/** A screen whose program is fetched when it is wanted; when it cannot be, that is said, and it comes when the server is back. */
export function lazyScreen<Name extends string>(load: () => Promise<Screens<Name>>, name: Name) {
  return function LazyScreen() {
    const { data, error, refetch } = useProgram(name, load)
    if (data) {
      const Screen: ComponentType = data[name]
      return <Screen />
    }
    if (!error) return null
    const isOld = error instanceof Failure && error.kind === 'conflict'
    return (
      <div className="page">
        <Trouble error={error} again={isOld ? reload : () => void refetch()} />
      </div>
    )
  }
}
