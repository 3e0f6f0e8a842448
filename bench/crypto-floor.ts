import { median } from './clients.ts'
import { cryptoWithImport, leastCrypto } from './crypto-work.ts'

function rate(work: () => void, count = 3_000): number {
  for (let n = 0; n < 300; n++) work()
  const rounds = Array.from({ length: 3 }, () => {
    const started = process.cpuUsage()
    for (let n = 0; n < count; n++) work()
    const { user, system } = process.cpuUsage(started)
    return (count / (user + system)) * 1_000_000
  })
  return median(rounds)
}

/** Run as a process of its own, it prints two rates on one core as JSON: the floor, and the floor with the import of the ephemeral key. */
process.stdout.write(
  JSON.stringify({ floor: rate(leastCrypto), withImport: rate(cryptoWithImport) }),
)
