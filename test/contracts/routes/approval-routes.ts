import { api, owner } from '../../support/route-asks.ts'
import { type Declaration, guarded, leaves, silent } from '../../support/route-declaration.ts'
import { approvals } from '../../support/route-teams.ts'

/** What a second person has to agree to. */

const missing = (path: string) =>
  leaves(404, ({ nothing }) => owner(`/approvals/${nothing}/${path}`), 'action_failed')

export const approvalRoutes: Readonly<Record<string, Declaration>> = {
  [`GET ${api}/approvals`]: guarded({
    ok: silent(200, () => owner('/approvals'), 'what colleagues want to do, for who decides on it'),
    needs: 'approvals.decide',
  }),
  [`POST ${api}/approvals/:approval_uid/approval`]: guarded({
    ok: leaves(200, () => owner(`/approvals/${approvals.agreed}/approval`), 'approval_given'),
    needs: 'approvals.decide',
    'not found': missing('approval'),
  }),
  [`POST ${api}/approvals/:approval_uid/refusal`]: guarded({
    ok: leaves(200, () => owner(`/approvals/${approvals.refused}/refusal`), 'approval_refused'),
    needs: 'approvals.decide',
    'not found': missing('refusal'),
  }),
}
