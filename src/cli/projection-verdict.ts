import type { Environment, PlaceFlags, ProjectionVerdict } from './environment.ts'

const sentences: Readonly<Record<'none' | 'in-use' | 'other-layout' | 'unreadable', string>> = {
  none: 'none yet: the first query makes it',
  'in-use': 'in use by a server: not checked',
  unreadable: 'cannot be read: make it anew with keepwatch projection rebuild',
  'other-layout': 'of another version: the next query makes it anew',
}

/** What was found, in words. */
const tell = (verdict: ProjectionVerdict): string => {
  if (verdict.state === 'agrees') return `agrees in ${verdict.rows} events`
  if (verdict.state === 'differs')
    return `differs from event ${verdict.seq} on: make it anew with keepwatch projection rebuild`
  return sentences[verdict.state]
}

/** Holds the projection of a data folder against its log: whether it may be believed, and a sentence. */
export async function projectionVerdict(place: PlaceFlags, environment: Environment) {
  const { checkProjection } = await environment.offline()
  const verdict = await checkProjection(place)
  return {
    isRight: verdict.state !== 'differs' && verdict.state !== 'unreadable',
    sentence: tell(verdict),
  }
}
