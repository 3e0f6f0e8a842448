/** Where the time comes from. Injected everywhere, so that ninety days of history can pass in a test. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
