import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { invalid } from '../../kernel/errors.ts'
import { toBase64 } from './base64.ts'
import { type Bytes, randomBytes, utf8 } from './bytes.ts'
import { unwrapKey, wrapKey } from './key-wrap.ts'

const entropyBytes = 32

/** 24 words that stand for 256 random bits with a checksum (BIP 39), to be written down. */
export const newRecoveryPhrase = (): string =>
  entropyToMnemonic(randomBytes(entropyBytes), wordlist)

/** The words as they were made, however they are written; `invalid` when one is wrong, missing or in the wrong place. */
function entropyOf(phrase: string): Bytes {
  const words = phrase
    .normalize('NFKD')
    .trim()
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
  try {
    const entropy = mnemonicToEntropy(words.join(' '), wordlist)
    if (entropy.length !== entropyBytes) throw new Error(`${words.length} words`)
    return Uint8Array.from(entropy)
  } catch (cause) {
    throw invalid(
      'this is not a recovery phrase: it has 24 words of its list, in the order in which they were shown',
      { cause },
    )
  }
}

async function derived(entropy: Bytes, info: string): Promise<Bytes> {
  const { subtle } = globalThis.crypto
  const base = await subtle.importKey('raw', entropy, 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8(info) }
  return new Uint8Array(await subtle.deriveBits(algorithm, base, 256))
}

/** What a phrase stands for on the server. Neither opens anything without the phrase. */
export type PhraseLock = {
  /** Base64; the server keeps only a hash of it. */
  readonly verifier: string
  /** The data key under the key of the phrase, 60 bytes. */
  readonly encryptedDataKey: Bytes
}

const keyOf = (entropy: Bytes) => derived(entropy, 'keepwatch recovery phrase: key')

/** Shows that somebody has the phrase, and says nothing of its key: HKDF with another name. */
export const phraseVerifier = async (phrase: string): Promise<string> =>
  toBase64(await derived(entropyOf(phrase), 'keepwatch recovery phrase: verifier'))

/** Puts a data key behind a phrase. There is nothing to stretch: nobody can go through 256 bits. */
export async function lockWithPhrase(dataKey: Bytes, phrase: string): Promise<PhraseLock> {
  const key = await keyOf(entropyOf(phrase))
  return { verifier: await phraseVerifier(phrase), encryptedDataKey: await wrapKey(key, dataKey) }
}

/** The data key out of what `lockWithPhrase` made. */
export const openWithPhrase = async (phrase: string, encryptedDataKey: Bytes): Promise<Bytes> =>
  unwrapKey(await keyOf(entropyOf(phrase)), encryptedDataKey)
