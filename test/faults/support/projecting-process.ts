import { engineOf } from '../../../src/engine-of.ts'
import { loadCatalog } from '../../../src/events/catalog.ts'
import { projectionPlan } from '../../../src/open-projection.ts'
import { wake } from '../../../src/projection/awake.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'

/**
 * Brings the projection of the data folder, its argument, to the end of the log, in as many transactions as it can be made to. It
 * prints a character when it begins, and one after each transaction.
 */

const [data = ''] = process.argv.slice(2)
const store = await openEmbeddedStore({ folder: data })
const failed = (error: unknown) => {
  throw error
}
const engine = await engineOf({ data })
const plan = projectionPlan(await loadCatalog())
const { keeper } = await wake({ ...plan, engine, store, failed })
process.stdout.write('.')
while (keeper.next() < (await store.events.size())) {
  await keeper.advance(500)
  process.stdout.write('.')
}
process.exit(0)
