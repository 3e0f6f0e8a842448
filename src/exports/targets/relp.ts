import { z } from 'zod'
import { isTaken, openRelp, type RelpSession } from '../relp-session.ts'
import { host, line, port, trust } from '../setting.ts'
import { messageFormat, syslogMessage } from '../syslog-message.ts'
import { targetType, type Unit } from '../target.ts'
import { done, type Verdict } from '../verdict.ts'

const settings = z.strictObject({
  host: host('Host'),
  port: port('Port', 2514),
  transport: z.enum(['tls', 'tcp']).default('tls').meta({ title: 'Transport' }),
  format: messageFormat,
  hostname: line('Name that it speaks under, such as a QRadar log source').optional(),
  ...trust,
})

/** What rsyslog takes unless it is told otherwise (`maxMessageSize`): it ends the session for a larger one. */
const eventBytes = 8_192

/** Who refuses single messages keeps the session. */
function verdictOf(answers: readonly string[]): Verdict {
  const refused = answers.flatMap((answer, at) =>
    isTaken(answer) ? [] : [{ at, reason: `RELP: ${answer}` }],
  )
  return refused.length > 0 ? { kind: 'done', refused } : done
}

/**
 * Syslog after RFC 5424 over RELP, the variant that loses nothing: the receiver answers every message when it has taken it over.
 * When a connection breaks, only what was not answered goes out again.
 */
export const relp = targetType({
  name: 'relp',
  title: 'Syslog with receipts (RELP)',
  settings,
  limits: () => ({ events: 2_000, bytes: 1_000_000, eventBytes, ageMs: 100 }),
  line: syslogMessage,
  open({ host: name, port: number, transport, ...given }, { reach }) {
    const place = { host: name, port: number, ...(transport === 'tls' && { trust: given }) }
    /** What was answered in a batch whose connection broke; the frame sends the same units again. */
    const answers = new WeakMap<Unit, string>()
    let session: RelpSession | undefined

    return {
      async send(units, signal) {
        if (!session || session.isOver()) session = await openRelp(place, reach, signal)
        const open = units.filter((unit) => !answers.has(unit))
        const keep = (at: number, answer: string) => {
          const unit = open[at]
          if (unit) answers.set(unit, answer)
        }
        const texts = open.map(({ text }) => text)
        if (texts.length > 0) await session.send(texts, keep, signal)
        return verdictOf(units.map((unit) => answers.get(unit) ?? ''))
      },
      close: async () => session?.close(),
    }
  },
})
