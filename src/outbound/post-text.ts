const timeoutMs = 5_000
/** What a longer answer is worth: nothing. */
const mostBytes = 100_000

export type TextAnswer = { readonly status: number; readonly text: string }

/**
 * Posts a text and reads the answer: at most 100 kB, within 5 seconds, without following a redirect. Throws whatever
 * kept the answer away, also when the signal aborts.
 */
export async function postText(
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<TextAnswer> {
  const answer = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  })
  return { status: answer.status, text: await boundedText(answer) }
}

async function boundedText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
