import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { type HttpAnswer, httpLine } from '../../outbound/http-line.ts'
import { asLines } from '../http-sender.ts'
import { judgeStatus, reasonOf } from '../http-verdict.ts'
import { address, format, formatted, line, secret, trust, yesNo } from '../setting.ts'
import { targetType } from '../target.ts'
import { again, dead, done, paused, type Verdict } from '../verdict.ts'

const settings = z.strictObject({
  url: address('Address of the collector, such as https://splunk.example.com:8088'),
  token: secret('HEC token'),
  index: line('Index').optional(),
  source: line('Source').default('keepwatch'),
  sourcetype: line('Source type').default('_json'),
  acknowledge: yesNo('Wait for indexer acknowledgement'),
  format: format('keeper-json'),
  ...trust,
})

type Settings = z.output<typeof settings>
type Reply = {
  readonly text?: string
  readonly code?: number
  readonly ackId?: number
  readonly 'invalid-event-number'?: number
}

/** Codes of the collector (docs.splunk.com, "Troubleshoot HTTP Event Collector") that a person must do something about. */
const settingsCodes = new Set([1, 2, 3, 4, 7, 10, 11, 14, 16, 17])

function replyOf({ text }: HttpAnswer): Reply {
  try {
    return JSON.parse(text) as Reply
  } catch {
    return {}
  }
}

function judge(answer: HttpAnswer): Verdict {
  const { code, text, 'invalid-event-number': at } = replyOf(answer)
  if (answer.status === 200 && code === 0) return done
  if (code !== undefined && settingsCodes.has(code)) return paused(`Splunk: ${text} (code ${code})`)
  if (code === 6 || code === 12 || code === 13 || code === 15)
    return dead(`Splunk: ${text} (code ${code})`, at)
  // 200 without a code is no collector: a proxy that says yes to everything must not lose events.
  if (answer.status === 200) return again(reasonOf(answer))
  return judgeStatus(answer)
}

const ackTries = 60
const ackPauseMs = 500

/** Splunk HTTP Event Collector. With acknowledgement an event counts when an indexer has it, not when the collector took it. */
export const splunkHec = targetType({
  name: 'splunk-hec',
  title: 'Splunk HTTP Event Collector',
  settings,
  limits: () => ({ events: 1_000, bytes: 800_000, ageMs: 200 }),
  line(event, { format: name, index, source, sourcetype }, tools) {
    const text = formatted(event, name, tools)
    const envelope = JSON.stringify({
      time: Date.parse(event.timestamp) / 1000,
      host: tools.origin.host,
      source,
      sourcetype,
      ...(index && { index }),
      fields: {
        seq: event.seq,
        leaf_hash: event.leaf_hash,
        event_id: event.event_id,
        ...(event['replay'] && { replay: 'true' }),
      },
    })
    return `${envelope.slice(0, -1)},"event":${text.startsWith('{') ? text : JSON.stringify(text)}}`
  },
  open(given: Settings, { reach }) {
    const line = httpLine(reach, given)
    const channel = randomUUID()
    const headers = {
      authorization: `Splunk ${given.token}`,
      'content-type': 'application/json',
      ...(given.acknowledge && { 'x-splunk-request-channel': channel }),
    }

    /** `false` means not yet, failed or unknown: after a while the batch is sent again. */
    async function acknowledged(ackId: number, signal: AbortSignal): Promise<Verdict> {
      const url = `${given.url}/services/collector/ack?channel=${channel}`
      const body = JSON.stringify({ acks: [ackId] })
      for (let tries = 0; tries < ackTries && !signal.aborted; tries++) {
        const answer = await line.send({ url, headers, body }, signal)
        if (answer.status !== 200) return judge(answer)
        const { acks } = JSON.parse(answer.text) as { acks?: Record<string, boolean> }
        if (acks?.[ackId]) return done
        await setTimeout(ackPauseMs, undefined, { signal }).catch(() => undefined)
      }
      return again('Splunk did not acknowledge the batch in time')
    }

    return {
      async send(units, signal) {
        const url = `${given.url}/services/collector/event`
        const answer = await line.send({ url, headers, body: asLines(units) }, signal)
        const verdict = judge(answer)
        if (verdict.kind !== 'done' || !given.acknowledge) return verdict
        const { ackId } = replyOf(answer)
        if (ackId === undefined)
          return paused('Splunk gave no ackId: acknowledgement is off for this token')
        return acknowledged(ackId, signal)
      },
      close: async () => line.close(),
    }
  },
})
