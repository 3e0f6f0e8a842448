import { connect, type Socket } from 'node:net'

/** What comes in two pieces goes on in two: the second must not wait until the first is acknowledged, which takes 40 ms. */
export const noDelay = true

/** Joins a connection to a server: what ends the one ends the other. `open` holds both while they are open. */
export function join(
  near: Socket,
  to: { readonly host: string; readonly port: number },
  open: Set<Socket> | undefined,
): void {
  const far = connect({ ...to, noDelay })
  for (const socket of [near, far]) {
    open?.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      open?.delete(socket)
      near.destroy()
      far.destroy()
    })
  }
  near.pipe(far).pipe(near)
}
