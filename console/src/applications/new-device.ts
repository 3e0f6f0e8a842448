/** A new device, and what it needs to be one: its token, which only this page ever has, and the server's name and key. */
export type NewDevice = {
  readonly name: string
  readonly token: string
  readonly hostname: string
  readonly keyId: string
  readonly key: string
  readonly place: Place
  /** A ready configuration, in base64, once the token was spent for one. */
  readonly configured?: string
}

/** From where a device may come: the address of its first connection, the network of that, or anywhere. */
export type Place = 'first' | 'network' | 'anywhere'
