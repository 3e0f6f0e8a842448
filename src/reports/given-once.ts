import { z } from 'zod'

/** A parameter of an address that may be left out, and not be given twice. Parameters come as lists of what they were given. */
export const once = <Schema extends z.ZodType<unknown, string>>(schema: Schema) =>
  z
    .array(z.string())
    .length(1, 'must be given once')
    .transform(([value = '']) => value)
    .pipe(schema)
    .optional()
