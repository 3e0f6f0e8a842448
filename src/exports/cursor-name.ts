/** Under which name the log knows how far a target is; retention waits for it. */
export const cursorOf = (targetUid: string): string => `target ${targetUid}`
