import { BlockList } from 'node:net'
import { type AlertParts, openAlertHouse } from '../../src/alerts/alert-house.ts'
import { groundOf } from '../../src/alerts/compiled-rule.ts'
import type { Catalog } from '../../src/events/shown-event.ts'
import { type Clock, systemClock } from '../../src/kernel/clock.ts'
import { reach } from '../../src/outbound/reach.ts'
import { openScheduleHouse, type ScheduleHouse } from '../../src/reports/schedule/schedule-house.ts'
import { testKey } from './test-exports.ts'

const loopback = () => {
  const list = new BlockList()
  list.addSubnet('127.0.0.0', 8, 'ipv4')
  return list
}

/** What scheduled reports are sent by in a test. */
export const testSchedules = (now: Clock = systemClock): Promise<ScheduleHouse> =>
  openScheduleHouse({
    tools: { reach: reach(loopback()), now },
    address: () => 'https://vault.example.com',
    key: testKey,
  })

/** What alerts stand on in a test: they may reach this machine. */
export async function testAlerts(catalog: Catalog, now: Clock = systemClock): Promise<AlertParts> {
  return {
    ground: groundOf(catalog),
    house: await openAlertHouse({
      tools: { reach: reach(loopback()), now },
      console: () => 'https://vault.example.com',
      key: testKey,
    }),
  }
}
