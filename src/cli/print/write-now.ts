/** Whether the other side still reads. */
export type Taken = 'taken' | 'gone'

const ignore = () => {}

/** Writes at once, and waits until it is taken: for output that somebody watches. `gone` when nobody does any more. */
export async function writeNow(stream: NodeJS.WritableStream, text: string): Promise<Taken> {
  stream.on('error', ignore)
  try {
    return await new Promise<Taken>((resolve, reject) => {
      stream.write(text, (error?: (Error & { code?: string }) | null) => {
        if (!error) resolve('taken')
        else if (error.code === 'EPIPE') resolve('gone')
        else reject(error)
      })
    })
  } finally {
    stream.off('error', ignore)
  }
}
