import { BlockList } from 'node:net'
import { type ExportHouse, openExportHouse } from '../../src/exports/export-house.ts'
import { reach } from '../../src/outbound/reach.ts'

/** Seals the secrets of targets in tests. */
export const testKey = new Uint8Array(32)

/** What exports stand on in a test: they may reach this machine, and write below a folder. */
export function testExports(folder: string): Promise<ExportHouse> {
  const loopback = new BlockList()
  loopback.addSubnet('127.0.0.0', 8, 'ipv4')
  return openExportHouse({
    reach: reach(loopback),
    origin: { host: 'vault.example.com', version: '0.1.0' },
    folder,
    key: testKey,
    patienceMs: 20,
  })
}
