import { Hono } from 'hono'
import { vocabularyOf } from '../../events/vocabulary.ts'
import type { SessionEnv } from '../env.ts'
import { requireSession } from '../middleware/require-session.ts'

/** What queries can say: every field, and every event type that this server can leave. It tells no event. */
export const vocabulary = new Hono<SessionEnv>().use(requireSession).get('/', (c) => {
  const { catalog } = c.get('services')
  const fields = [...new Set(vocabularyOf(catalog).fields.values())]
  const events = [...catalog.values()].map(({ name, title, category, severity, outcome }) => ({
    ...{ name, title, category, severity, outcome },
  }))
  return c.json({
    fields: fields.map(({ name, kind, about }) => ({ name, kind, about })),
    events,
  })
})
