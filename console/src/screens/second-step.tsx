import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useMemo, useState } from 'react'
import type { Authenticator as Made } from '../../../src/client/authenticator.ts'
import type { Proof, SecondStep } from '../../../src/client/second-step.ts'
import { Failure } from '../../../src/kernel/errors.ts'
import { Authenticator, CodeField, RecoveryCodes } from '../parts/authenticator.tsx'
import { makePasskey, signWithPasskey } from '../parts/passkey.ts'
import { Trouble } from '../parts/trouble.tsx'

type Answers = { answer(proof: Proof): void; giveUp(): void }

/** What is asked in the middle of a login. */
type Asked = Answers &
  (
    | {
        readonly what: 'code'
        readonly ways: readonly string[]
        readonly wrong: Failure | undefined
      }
    | { readonly what: 'set-up'; readonly made: Made; readonly wrong: Failure | undefined }
    | { readonly what: 'keep'; readonly codes: readonly string[] }
  )

/** A form for a code; it says what was wrong with the one before. */
function CodeForm({ asked, label }: { readonly asked: Asked; readonly label: string }) {
  const [code, setCode] = useState('')
  const wrong = asked.what === 'keep' ? undefined : asked.wrong
  const send = (event: FormEvent) => {
    event.preventDefault()
    asked.answer(code)
    setCode('')
  }
  return (
    <form className="stack" onSubmit={send}>
      {asked.what === 'set-up' && <Authenticator made={asked.made} />}
      <CodeField label={label} value={code} onChange={setCode} />
      {wrong && <Trouble error={wrong} />}
      <Button type="submit" fullWidth>
        Go on
      </Button>
      <Button variant="default" fullWidth onClick={asked.giveUp}>
        Start again
      </Button>
    </form>
  )
}

type ByPasskey = Pick<Answers, 'answer'> & { readonly label: string; ask(): Promise<object> }

/** Has a passkey made, or sign what the server asks for. */
function PasskeyButton({ answer, label, ask }: ByPasskey) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: ask,
    onSuccess: (passkey) => answer({ passkey }),
  })
  return (
    <>
      <Button fullWidth loading={isPending} onClick={() => mutate()}>
        {label}
      </Button>
      {error && <Trouble error={error} />}
    </>
  )
}

function Panel({ asked }: { readonly asked: Asked }) {
  if (asked.what === 'keep')
    return (
      <div className="stack">
        <RecoveryCodes codes={asked.codes} />
        <Button fullWidth onClick={() => asked.answer('')}>
          I have kept them
        </Button>
      </div>
    )
  if (asked.what === 'set-up')
    return (
      <div className="stack">
        <p>
          Your role needs a second factor, and you have none yet: a passkey, or an authenticator.
        </p>
        <PasskeyButton answer={asked.answer} label="Make a passkey" ask={makePasskey} />
        <CodeForm asked={asked} label="The code that it shows now" />
      </div>
    )
  return (
    <div className="stack">
      {asked.ways.includes('passkey') && (
        <PasskeyButton answer={asked.answer} label="Use a passkey" ask={signWithPasskey} />
      )}
      <CodeForm asked={asked} label="Code of your authenticator, or a recovery code" />
    </div>
  )
}

type What =
  | Omit<Extract<Asked, { what: 'code' }>, keyof Answers>
  | Omit<Extract<Asked, { what: 'set-up' }>, keyof Answers>
  | Omit<Extract<Asked, { what: 'keep' }>, keyof Answers>

/** The second step of a login in a form: `step` asks, `panel` is there while something is asked. */
export function useSecondStep(): { readonly step: SecondStep; readonly panel: ReactNode } {
  const [asked, setAsked] = useState<Asked>()
  const step = useMemo((): SecondStep => {
    const ask = (what: What) =>
      new Promise<Proof>((resolve, reject) => {
        const answer = (proof: Proof) => {
          if (what.what === 'keep') setAsked(undefined)
          resolve(proof)
        }
        const giveUp = () => {
          setAsked(undefined)
          reject(new Failure('rejected', 'The login was begun anew.'))
        }
        setAsked({ ...what, answer, giveUp })
      })
    return {
      code: ({ ways, wrong }) => ask({ what: 'code', ways, wrong }),
      setUp: ({ made, wrong }) => ask({ what: 'set-up', made, wrong }),
      keep: async (codes) => void (await ask({ what: 'keep', codes })),
    }
  }, [])
  return { step, panel: asked && <Panel asked={asked} /> }
}
