import { Worker } from 'node:worker_threads'

/**
 * Starts a thread that runs `body`, which gets `given` as its `workerData`, and does not keep the process alive. It is handed over as text: a
 * file of its own would be read by another TypeScript reader, for twenty megabytes and a tenth of a second. So `body` may use nothing but
 * Node and what it is given.
 */
export function textThread(body: () => void, given: unknown): Worker {
  const worker = new Worker(`(${body})()`, { eval: true, workerData: given })
  worker.unref()
  return worker
}
