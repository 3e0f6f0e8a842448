import packageJson from '../../../package.json' with { type: 'json' }
import { check, ok, warning, wrong } from '../check.ts'

const oldest = Number.parseInt(packageJson.engines.node.replace(/\D+/, ''), 10)

/** What is wrong with a version of Node, by its number. */
function judgeNode(version: string) {
  const major = Number.parseInt(version, 10)
  if (major < oldest)
    return wrong(
      `Node ${version} is too old: this needs ${oldest}.`,
      'Run bin/keepwatch, which takes the pinned Node.',
    )
  if (version !== packageJson.devDependencies.node)
    return warning(
      `Node ${version} runs, but Keepwatch was tested with ${packageJson.devDependencies.node}.`,
      'Run bin/keepwatch, or the image of that version.',
    )
  return ok(`Node ${version}, as pinned.`)
}

export const node = check('node', async ({ nodeVersion }) => [judgeNode(nodeVersion)])
