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

/** What is wrong, and where. `says` goes on where the place stops, or begins with the quoted text that it is about. */
export type Complaint = { readonly path: readonly PropertyKey[]; readonly says: string }

/** The first thing that zod found. */
export function firstComplaint(error: z.ZodError): Complaint {
  const [first] = error.issues
  if (!first) return { path: [], says: 'cannot be understood' }
  const [issue, path] = innermost(first, [])
  if (issue.code !== 'unrecognized_keys') return { path, says: says(issue) }
  return { path: [...path, issue.keys[0] ?? ''], says: 'is not a field of a report query' }
}

/** A complaint as one sentence; `place` when the reader knows it by another name than the path. */
export function sentence({ path, says }: Complaint, place = placeOf(path) || 'The query'): string {
  const end = says.endsWith('?') ? '' : '.'
  return says.startsWith('"') ? `${place}: ${says}${end}` : `${place} ${says}${end}`
}
