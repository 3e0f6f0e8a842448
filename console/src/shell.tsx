import { Modal, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { LagLight, OpenCount } from './lights.tsx'
import { Palette } from './palette/palette.tsx'
import { Shortcuts } from './palette/shortcuts.tsx'
import { ConfirmIdentity } from './parts/confirm-identity.tsx'
import { Icon, type IconName } from './parts/icon.tsx'
import { Mark } from './parts/mark.tsx'
import { Trouble } from './parts/trouble.tsx'
import { Join, LogIn, LogInForm, SetUp } from './screens/door.tsx'
import { api, logOut, resume, type Session, useSession } from './session.ts'

type Place = { readonly to: string; readonly icon: IconName; readonly label: string }

const places = [
  { to: '/', icon: 'overview', label: 'Overview' },
  { to: '/events', icon: 'events', label: 'Events' },
  { to: '/reports', icon: 'reports', label: 'Reports' },
  { to: '/exposure', icon: 'key', label: 'Exposure' },
  { to: '/alerts', icon: 'bell', label: 'Alerts' },
  { to: '/vault', icon: 'vault', label: 'Vault' },
  { to: '/applications', icon: 'apps', label: 'Applications' },
  { to: '/destinations', icon: 'exports', label: 'Destinations' },
  { to: '/integrity', icon: 'lock', label: 'Integrity' },
  { to: '/settings', icon: 'settings', label: 'Settings' },
] as const satisfies readonly Place[]

function ThemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const isDark =
    colorScheme === 'dark' ||
    (colorScheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  return (
    <UnstyledButton className="rail-link" onClick={() => setColorScheme(isDark ? 'light' : 'dark')}>
      <Icon name={isDark ? 'sun' : 'moon'} />
      <span>{isDark ? 'Light' : 'Dark'}</span>
    </UnstyledButton>
  )
}

const Rail = ({ email, role }: { readonly email: string; readonly role: string }) => (
  <nav className="rail" aria-label="Screens">
    <div className="brand">
      <Mark />
      <span>Keepwatch</span>
    </div>
    <ul>
      {places.map(({ to, icon, label }) => (
        <li key={to}>
          <Link to={to} className="rail-link" activeOptions={{ exact: to === '/' }}>
            <Icon name={icon} />
            <span>{label}</span>
            {to === '/alerts' && <OpenCount />}
            {to === '/destinations' && <LagLight />}
          </Link>
        </li>
      ))}
    </ul>
    <div className="rail-end">
      <ThemeButton />
      <UnstyledButton className="rail-link" onClick={() => void logOut()}>
        <Icon name="leave" />
        <span>Log out</span>
      </UnstyledButton>
      <div className="who" title={email}>
        <span>{email}</span>
        <small>{role}</small>
      </div>
    </div>
  </nav>
)

/** The way back in when a session ends: over the screen, which stays as it was. */
function Ended({ session }: { readonly session: Session & { email: string } }) {
  const client = useQueryClient()
  const isEnded = session.state === 'ended'
  const [wasEnded, setWasEnded] = useState(false)
  useEffect(() => {
    if (wasEnded && !isEnded) void client.invalidateQueries()
    setWasEnded(isEnded)
  }, [client, isEnded, wasEnded])
  return (
    <Modal
      opened={isEnded}
      onClose={() => void logOut()}
      title="Your session has ended"
      closeButtonProps={{ 'aria-label': 'Log out' }}
      centered
    >
      <p className="soft">Log in again, and go on where you were.</p>
      <LogInForm email={session.email} />
    </Modal>
  )
}

/** Before anybody is logged in: the door, or on a new server the way to the first account. */
function Outside() {
  const { data, error, refetch } = useQuery({
    queryKey: ['server'],
    queryFn: async () => (await api.server.$get()).json(),
  })
  const joining = location.pathname === '/join'
  if (error) return <Trouble error={error} again={() => void refetch()} />
  if (!data) return null
  if (data.set_up && joining)
    return <Join invitation={new URLSearchParams(location.search).get('invitation') ?? ''} />
  return data.set_up ? <LogIn /> : <SetUp />
}

const lookAgainMs = 2_500

/** What is around every screen. */
export function Shell() {
  const session = useSession()
  const [error, setError] = useState<unknown>()
  useEffect(() => {
    if (session.state !== 'unknown') return
    const look = () => void resume().catch(setError)
    look()
    const timer = setInterval(look, lookAgainMs)
    return () => clearInterval(timer)
  }, [session.state])
  if (session.state === 'unknown')
    return error === undefined ? null : <Trouble error={error} again={() => location.reload()} />
  if (!('email' in session)) return <Outside />
  return (
    <div className="shell">
      <a className="skip" href="#screen">
        Skip to the screen
      </a>
      <Rail email={session.email} role={session.role} />
      <main id="screen" className="screen" tabIndex={-1}>
        <Outlet />
      </main>
      <Palette />
      <Shortcuts />
      <Ended session={session} />
      <ConfirmIdentity email={session.email} />
    </div>
  )
}
