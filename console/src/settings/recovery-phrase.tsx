import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Vault } from '../../../src/client/vault.ts'
import { Copy } from '../parts/copy.tsx'
import { SureButton } from '../parts/sure-button.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { api } from '../session.ts'

// The list of words comes when somebody wants a phrase.
const made = async (vault: Vault) =>
  (await import('../../../src/client/recovery.ts')).makeRecoveryPhrase(vault)

const Phrase = ({ words }: { readonly words: string }) => (
  <div className="stack" role="status">
    <p>
      Write these words down, in this order, and keep them where your password is not: they open
      your vault when it is lost, for whoever has them. They are shown now and never again.
    </p>
    <ol className="recovery-phrase mono" data-testid="recovery-phrase">
      {words.split(' ').map((word, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word may come twice, and the order never changes
        <li key={n}>{word}</li>
      ))}
    </ol>
    <Copy text={words}>Copy all</Copy>
  </div>
)

/** Makes a recovery phrase, which takes the place of one before, or takes it away. */
export function RecoveryPhrase({ vault }: { readonly vault: Vault }) {
  const making = useMutation({ mutationFn: () => made(vault) })
  const removing = useMutation({
    mutationFn: async () => (await api.accounts['recovery-phrase'].$delete()).json(),
    onSuccess: () => making.reset(),
  })
  const error = making.error ?? removing.error
  return (
    <div className="stack">
      <p className="soft">
        24 words that open your vault when the password is lost. Nobody else can: not an
        administrator, and not this server. New ones take the place of the ones before.
      </p>
      {error && <Trouble error={error} />}
      {making.data !== undefined && <Phrase words={making.data} />}
      <div className="row">
        <Button
          size="xs"
          variant="default"
          className="fit"
          loading={making.isPending}
          onClick={() => making.mutate()}
        >
          Make a recovery phrase
        </Button>
        <SureButton
          label="Remove"
          sure="Remove it: the password alone opens the vault"
          about="the recovery phrase"
          isBusy={removing.isPending}
          act={() => removing.mutate()}
        />
      </div>
      <p role="status" className="soft">
        {removing.isSuccess && making.data === undefined && 'There is no recovery phrase any more.'}
      </p>
    </div>
  )
}
