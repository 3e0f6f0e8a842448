/** Under which name the log knows how far a target is; retention waits for it. */
export const cursorOf = (targetUid: string): string => `target ${targetUid}`

/** What serving a target is called as work that one server does at a time; behind it comes the target's UID. */
export const exportWork = 'export '
