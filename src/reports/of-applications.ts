import type { ReadyAsked } from './ready-report.ts'

/** Whether something belongs to the applications that a report was asked for; without any it does. */
export const ofApplications = (
  { app_uid }: { readonly app_uid: string },
  { app }: Pick<ReadyAsked, 'app'>,
): boolean => app === undefined || app.includes(app_uid)
