import { z } from 'zod'
import { action } from '../../access/action.ts'
import { reportSignedOff } from '../../events/catalog/policy-reports.ts'
import { happened } from '../../events/event-type.ts'

const input = z.strictObject({
  /** The name of a saved or ready-made report, as the reviewer ran it. */
  report: z.string().min(1).max(80),
  /** SHA-256 of the file that was reviewed, in hex. */
  digest: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
  /** What the review found. */
  detail: z.string().trim().min(1).max(500),
})

/** A sign-off as it is sent. */
export type SignOff = z.input<typeof input>

/**
 * Puts on the record that somebody reviewed a report. The file stays with the reviewer; its digest shows later that it is the
 * one that was signed.
 */
export const signOffReport = action({
  name: 'report.sign-off',
  permission: 'events.read',
  input,
  run: async (_, { report }) => ({ report }),
  leaves: (signed) => [happened(reportSignedOff, signed)],
})
