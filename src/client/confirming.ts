/** Proves again who somebody is; gives the token that counts from then on, or undefined when they would not. */
export type Confirm = () => Promise<{ readonly token?: string } | undefined>

const isUnconfirmed = async (response: Response): Promise<boolean> => {
  if (response.status !== 403) return false
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  return (body as { error?: unknown } | undefined)?.error === 'unconfirmed'
}

const withToken = (init: RequestInit | undefined, token: string): RequestInit => {
  const headers = new Headers(init?.headers)
  headers.set('authorization', `Bearer ${token}`)
  return { ...init, headers }
}

/**
 * A fetch for somebody with a session: where the server wants to know again who they are, it asks them once and sends the
 * request again.
 */
export function confirming(send: typeof fetch, confirm: Confirm): typeof fetch {
  let renewed: string | undefined
  const current = (init: RequestInit | undefined) =>
    renewed === undefined ? init : withToken(init, renewed)
  return async (input, init) => {
    const response = await send(input, current(init))
    if (!(await isUnconfirmed(response))) return response
    const confirmed = await confirm()
    if (!confirmed) return response
    renewed = confirmed.token ?? renewed
    return send(input, current(init))
  }
}
