import { Link } from '@tanstack/react-router'
import { conditionOf } from '../events/time-term.ts'
import { Unlocked } from '../parts/unlock.tsx'
import { useMay, useSession } from '../session.ts'
import { Approvals } from '../settings/approvals.tsx'
import { Colleagues } from '../settings/colleagues.tsx'
import { Password } from '../settings/password.tsx'
import { Forget, Invite } from '../settings/people.tsx'
import { RecoveryPhrase } from '../settings/recovery-phrase.tsx'
import { maySeePeople } from '../settings/roles.ts'
import { SecondFactors } from '../settings/second-factors.tsx'
import { Servers } from '../settings/servers.tsx'
import { Sessions } from '../settings/sessions.tsx'
import { SignInRules } from '../settings/sign-in-rules.tsx'
import { Tokens } from '../settings/tokens.tsx'

const isAdministrator = (role: string) => role === 'owner' || role === 'admin'

/** One’s own account; for administrators also people, and what programs read the log with. */
export function Settings() {
  const session = useSession()
  const seesServers = useMay('servers.read')
  if (!('email' in session)) return null
  const { email, role } = session
  return (
    <div className="page">
      <header className="bar">
        <h1>Settings</h1>
      </header>
      {isAdministrator(role) && <Approvals />}
      <div className="columns uneven">
        <section className="panel stack">
          <h2>Your account</h2>
          <p>
            {email} <span className="soft">{role}</span>
          </p>
          <p className="soft">
            <Link
              to="/events"
              search={{ q: `last:30d ${conditionOf('user', email)} event:login*` }}
            >
              Where you logged in
            </Link>{' '}
            <Link to="/teams">Teams</Link>
          </p>
          <details className="more-settings">
            <summary>Change the master password</summary>
            <Unlocked>{(vault) => <Password vault={vault} />}</Unlocked>
          </details>
          <details className="more-settings">
            <summary>Recovery phrase</summary>
            <Unlocked>{(vault) => <RecoveryPhrase vault={vault} />}</Unlocked>
          </details>
        </section>
        <SecondFactors email={email} />
        {isAdministrator(role) && (
          <>
            <SignInRules />
            <Invite />
            <Forget />
          </>
        )}
      </div>
      {maySeePeople(role) && <Colleagues as={role} />}
      <Sessions />
      {isAdministrator(role) && <Tokens />}
      {seesServers && <Servers />}
    </div>
  )
}
