/** Style elements without it are not applied: see the content security policy of the page. */
export const styleNonce: string =
  document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? ''
