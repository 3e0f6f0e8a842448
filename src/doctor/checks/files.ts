import { check, ok, warning, wrong } from '../check.ts'

export const files = check('files', async ({ settings, filesIn, tryBucket }) => {
  const { filesUrl, databaseUrl } = settings
  if (filesUrl === undefined) {
    if (!databaseUrl) return [ok(`Files of records lie in ${filesIn}.`)]
    return [
      warning(
        `Files of records lie in ${filesIn}, which other servers on this database do not have.`,
        'With one server that is well; with several share that folder, or name a bucket with --files-url.',
      ),
    ]
  }
  try {
    await tryBucket()
    return [ok(`${filesIn} takes files, lists them and lets them go.`)]
  } catch (error) {
    const { message, cause } = error as Error
    const why = cause instanceof Error ? cause.message : message
    return [
      wrong(
        `${filesIn} does not take files: ${why}.`,
        'Look at --files-url, its keys, and what they may: get, put, delete, list, multipart uploads.',
      ),
    ]
  }
})
