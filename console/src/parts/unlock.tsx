import type { ReactNode } from 'react'
import type { Vault } from '../../../src/client/vault.ts'
import { LogInForm } from '../screens/door.tsx'
import { useSession, useVault } from '../session.ts'

type Props = { readonly children: (vault: Vault) => ReactNode }

/** What needs the keys of the vault. They are not kept anywhere, so that a page that was loaded again asks for the password. */
export function Unlocked({ children }: Props) {
  const vault = useVault()
  const session = useSession()
  if (vault) return children(vault)
  return (
    <section className="panel unlock">
      <h2>Your vault is locked</h2>
      <p className="soft">
        Its keys were only in the memory of the page, and went with it. Your password opens it
        again.
      </p>
      <LogInForm email={'email' in session ? session.email : ''} />
    </section>
  )
}
