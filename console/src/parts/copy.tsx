import { CopyButton, UnstyledButton } from '@mantine/core'
import { Icon } from './icon.tsx'

type Props = { readonly text: string; readonly children: string }

/** Copies a text, and says that it did. */
export const Copy = ({ text, children }: Props) => (
  <CopyButton value={text}>
    {({ copied, copy }) => (
      <UnstyledButton className="quiet-button" onClick={copy}>
        <Icon name="copy" size={14} />
        <span aria-live="polite">{copied ? 'Copied' : children}</span>
      </UnstyledButton>
    )}
  </CopyButton>
)

/** A command to paste into a terminal. */
export const Command = ({ children }: { readonly children: string }) => (
  <div className="command">
    <code>{children}</code>
    <Copy text={children}>Copy</Copy>
  </div>
)
