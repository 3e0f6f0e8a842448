import { BlockList } from 'node:net'
import * as adaptive from 'adaptivecards'
import { afterAll, beforeAll, expect } from 'vitest'
import type { ChannelTools } from '../../src/outbound/channel.ts'
import { reach } from '../../src/outbound/reach.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { type Receiver, startReceiver } from './receiver.ts'

/** Whom messages and reports are sent to in tests: a receiver and a mail server on loopback, and what it takes to reach them. */
export type OutboundPeers = {
  readonly receiver: Receiver
  readonly mailbox: Mailbox
  readonly tools: ChannelTools
}

/** Starts them before the tests of a file and stops them after; gives how to get at them in between. */
export function outboundPeers(): () => OutboundPeers {
  let peers: OutboundPeers
  beforeAll(async () => {
    const [receiver, mailbox] = [await startReceiver(), await openMailbox()]
    const loopback = new BlockList()
    loopback.addSubnet('127.0.0.0', 8, 'ipv4')
    const tools = {
      reach: reach(loopback),
      now: () => new Date('2026-11-23T08:12:45Z'),
      mail: { url: mailbox.url, from: 'keepwatch@example.com' },
      sms: { url: receiver.url.replace('http://', 'http://AC1:hush@'), from: '+15550001' },
    }
    peers = { receiver, mailbox, tools }
  })
  afterAll(async () => {
    await peers.receiver.stop()
    await peers.mailbox.stop()
  })
  return () => peers
}

/** Settings of what is sent to a hook with a secret in its address. */
export const hook = (url: string) => ({ url: `${url}/hook?sig=hush` })

/** Names of everything in it, in order: what a text says must not change them. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shapeOf(one)]))
}

/** What Teams demands of a body: a card that Microsoft's own parser takes without a word, and not too large. */
export function expectTeamsCard(body: unknown): void {
  const [attachment] = (body as { attachments: { content: object }[] }).attachments
  const card = new adaptive.AdaptiveCard()
  const context = new adaptive.SerializationContext(adaptive.Versions.v1_4)
  card.parse(attachment?.content, context)
  expect(context.eventCount).toBe(0)
  expect(card.validateProperties().validationEvents).toEqual([])
  expect(JSON.stringify(attachment)).not.toContain('"TextBlock"')
  expect(JSON.stringify(body).length).toBeLessThan(28_000)
}
