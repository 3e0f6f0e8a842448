import type { TargetFacts } from '../../store/inspection/facts.ts'
import { check, type Finding, ok, warning, wrong } from '../check.ts'

const farBehind = 10_000

/** What is wrong with a target, if anything is. */
function judgeTarget({
  name,
  status,
  trouble,
  lag_events,
  dead_letters,
}: TargetFacts): readonly Finding[] {
  const found: Finding[] = []
  if (status === 'paused')
    found.push(
      warning(
        `The export ${name} is paused${trouble ? `: ${trouble}` : ''}, ${lag_events} events behind.`,
        `keepwatch siem resume ${name}`,
      ),
    )
  else if (trouble)
    found.push(
      wrong(`The export ${name} does not get through: ${trouble}`, `keepwatch siem test ${name}`),
    )
  else if (lag_events > farBehind)
    found.push(
      warning(
        `The export ${name} is ${lag_events} events behind.`,
        'Is a server running, and is the receiver fast enough?',
      ),
    )
  if (dead_letters > 0)
    found.push(
      warning(
        `The receiver of ${name} refused ${dead_letters} events for good.`,
        `keepwatch siem dead-letters ${name}`,
      ),
    )
  return found
}

export const exportTargets = check('exports', async ({ store }) => {
  const facts = await store().catch(() => undefined)
  if (!facts || facts.missing.length > 0) return []
  const found = facts.targets.flatMap(judgeTarget)
  return found.length > 0 ? found : [ok(`${facts.targets.length} export targets, none in trouble.`)]
})
