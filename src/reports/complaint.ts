import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const placeOf = (path: readonly PropertyKey[]) =>
  path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      return index === 0 ? String(step) : `.${String(step)}`
    })
    .join('')

/** The branch of a union that the sender meant: the one whose trouble is not merely the kind of value. */
function innermost(issue: Issue, path: readonly PropertyKey[]): [Issue, readonly PropertyKey[]] {
  const here = [...path, ...issue.path]
  if (issue.code !== 'invalid_union') return [issue, here]
  const firsts = issue.errors.map(([first]) => first).filter((first) => first !== undefined)
  const meant = firsts.find(({ code, path: at }) => code !== 'invalid_type' || at.length > 0)
  return meant ? innermost(meant, here) : [issue, here]
}

type Sized = { readonly origin: string }

const counted = ({ origin }: Sized, bound: string) => {
  if (origin === 'array') return `must have ${bound} values`
  return origin === 'string' ? `must have ${bound} characters` : `must be ${bound}`
}

function says(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be of type ${issue.expected}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_big') return counted(issue, `at most ${issue.maximum}`)
  if (issue.code === 'too_small' && issue.minimum === 1 && issue.origin !== 'number')
    return 'must not be empty'
  if (issue.code === 'too_small') return counted(issue, `at least ${issue.minimum}`)
  return issue.code === 'invalid_union' ? 'has the wrong type of value' : issue.message
}

/** The first thing that zod found, as one sentence that names its place. */
export function firstIssue(error: z.ZodError): string {
  const [first] = error.issues
  if (!first) return 'The query cannot be understood.'
  const [issue, path] = innermost(first, [])
  if (issue.code === 'unrecognized_keys')
    return `${placeOf([...path, issue.keys[0] ?? ''])} is not a field of a report query.`
  const what = says(issue)
  const place = placeOf(path) || 'The query'
  return what.startsWith('"') ? `${place}: ${what}.` : `${place} ${what}.`
}
