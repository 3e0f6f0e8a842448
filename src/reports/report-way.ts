import type { z } from 'zod'
import type { Outcome, Sending } from '../outbound/channel.ts'
import type { ReportLetter } from './report-letter.ts'

/** A way to send a report: a file of `ways/`, found by being there. */
export type ReportWay<Settings extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly title: string
  /** Each field has a title; what nobody may read again is made by `secret`. */
  readonly settings: Settings
  /** Who gets it, each in a message of its own, without a secret. */
  recipients(settings: z.output<Settings>): readonly string[]
  /** Where a file of that name can be had later, if it is put somewhere. */
  placeOf?(settings: z.output<Settings>, file: string): string
  /** Throws whatever kept the report away: that is `again`. */
  send(
    letter: ReportLetter,
    to: { readonly settings: z.output<Settings>; readonly recipient: string },
    sending: Sending,
  ): Promise<Outcome>
}

export const reportWay = <Settings extends z.ZodObject>(
  way: ReportWay<Settings>,
): ReportWay<Settings> => way
