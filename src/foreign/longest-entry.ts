/** Bytes, and so characters, that one entry of another log may have. */
export const longestEntry = 200_000
