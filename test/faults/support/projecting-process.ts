import { loadCatalog } from '../../../src/events/catalog.ts'
import { projectionPlace } from '../../../src/open-projection.ts'
import { wake } from '../../../src/projection/awake.ts'
import { openEmbeddedStore } from '../../../src/store/embedded/embedded-store.ts'

/** Brings the projection of the data folder, its argument, to the end of the log, in as many transactions as it can be made to. */

const [data = ''] = process.argv.slice(2)
const store = await openEmbeddedStore({ folder: data })
const failed = (error: unknown) => {
  throw error
}
const { keeper } = await wake({ ...projectionPlace(data, await loadCatalog()), store, failed })
process.stdout.write('begun\n')
while (keeper.next() < (await store.events.size())) await keeper.advance(500)
process.exit(0)
