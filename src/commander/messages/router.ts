import type { Shape } from '../wire.ts'

/** What Keeper's router answers. */
export const routerResponse = {
  responseCode: [1, 'int'],
  errorMessage: [2, 'string'],
} as const satisfies Shape

/** The code of whoever may not do something. Commander shows the sentence with it. */
export const notAllowedHere = 2
