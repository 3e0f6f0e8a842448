import { z } from 'zod'

/** What somebody can be invited or made to be: anything but the owner, whom there is one of. */
export const givenRole = z.enum(['admin', 'auditor', 'member'])
