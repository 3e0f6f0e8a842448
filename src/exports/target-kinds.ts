import { z } from 'zod'
import type { ExportHouse } from './export-house.ts'

/** The kinds of targets, with their settings as JSON Schema: what forms and flags are made of. */
export const targetKinds = ({ types }: Pick<ExportHouse, 'types'>) =>
  [...types.values()].map(({ name, title, settings }) => ({
    kind: name,
    title,
    settings: z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }),
  }))
