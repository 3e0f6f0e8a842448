import { api, owner } from '../../support/route-asks.ts'
import {
  type Ask,
  type Case,
  type Declaration,
  garbled,
  guarded,
  leaves,
  never,
  open,
  silent,
} from '../../support/route-declaration.ts'
import {
  type Asked,
  accountOf,
  bytes,
  carefulFactor,
  codeNow,
  colleagues,
  phones,
  verifier,
} from '../../support/route-world.ts'

/** With what people prove who they are besides the password, and what is asked of whom. */

const careful = (path: string, json?: unknown): Asked => ({
  path: `${api}${path}`,
  as: 'careful',
  ...(json !== undefined && { json }),
})

const proving: Ask = () => ({
  path: `${api}/sessions/second-factor`,
  as: 'proving',
  json: { code: codeNow('careful') },
})
const settingUp: Ask = () => ({
  path: `${api}/sessions/set-up`,
  as: 'settingUp',
  json: { secret: phones.settingUp.secret, code: codeNow('settingUp') },
})
const inSetUp = (path: string, json?: object) => ({
  path: `${api}/sessions/set-up${path}`,
  as: 'settingUp' as const,
  ...(json && { json }),
})
const wrongly =
  (ask: Ask): Ask =>
  async (world) => ({ ...(await ask(world)), json: { secret: bytes(20), code: '12345' } })

const another: Ask = () => {
  const { secret } = phones.settingUp
  return careful('/second-factors/totp', { secret, code: codeNow('settingUp') })
}

const newPhrase: Ask = () => ({
  path: `${api}/accounts/recovery-phrase`,
  as: 'careful',
  json: { verifier, encrypted_data_key: bytes(60) },
})

const newLock: Ask = () => {
  const { email: _, public_key: _p, encrypted_private_key: _k, ...lock } = accountOf('')
  return { path: `${api}/accounts/recovery`, as: 'recovering', json: lock }
}

const toSign = (ask: Ask): Case => ({
  ...silent(200, ask, 'something to sign, which opens nothing before it is signed'),
  keeps: true,
})

/** One more than anybody may try: behind the others, because it uses up what they have. */
const tooMany = 'five wrong codes in ten minutes: test/scenarios/second-factor.test.ts'

export const doorRoutes: Readonly<Record<string, Declaration>> = {
  [`POST ${api}/sessions/second-factor/options`]: guarded({
    needs: 'half session',
    ok: toSign(() => ({ path: `${api}/sessions/second-factor/options`, as: 'proving' })),
  }),
  [`POST ${api}/sessions/second-factor`]: {
    ...guarded({
      needs: 'half session',
      ok: leaves(201, proving, 'login'),
      malformed: leaves(401, garbled(proving).ask, 'login_failure'),
    }),
    'not allowed': leaves(
      401,
      () => ({ path: `${api}/sessions/second-factor`, as: 'proving', json: { code: '12345' } }),
      'login_failure',
    ),
    throttled: never(tooMany),
  },
  [`POST ${api}/sessions/set-up/passkey/options`]: guarded({
    needs: 'half session',
    ok: toSign(() => inSetUp('/passkey/options')),
  }),
  [`POST ${api}/sessions/set-up/passkey`]: {
    ...guarded({
      needs: 'half session',
      // Whatever no browser has made: test/console/passkeys.test.ts makes real ones.
      ok: leaves(400, () => inSetUp('/passkey', { passkey: {} }), 'login_failure'),
      malformed: garbled(() => inSetUp('/passkey'), 'login_failure'),
    }),
    throttled: never(tooMany),
  },
  [`POST ${api}/sessions/set-up`]: {
    ...guarded({
      needs: 'half session',
      ok: leaves(201, settingUp, 'set_two_factor_on', 'login'),
      malformed: garbled(settingUp, 'login_failure'),
    }),
    'not allowed': leaves(400, wrongly(settingUp), 'login_failure'),
    throttled: never(tooMany),
  },
  [`POST ${api}/sessions/current/confirmation/options`]: guarded({
    needs: 'open',
    ok: toSign(() => careful('/sessions/current/confirmation/options')),
  }),
  [`GET ${api}/second-factors`]: guarded({
    needs: 'open',
    ok: silent(200, () => careful('/second-factors'), "names of one's own second factors"),
  }),
  [`POST ${api}/second-factors/totp`]: guarded({
    needs: 'open',
    ok: leaves(201, another, 'set_two_factor_on'),
    malformed: garbled(another),
  }),
  [`POST ${api}/second-factors/passkeys/options`]: guarded({
    needs: 'open',
    ok: toSign(() => careful('/second-factors/passkeys/options')),
  }),
  [`POST ${api}/second-factors/passkeys`]: guarded({
    needs: 'open',
    // Whatever no browser has made: test/console/passkeys.test.ts adds real ones.
    ok: leaves(400, () => careful('/second-factors/passkeys', { passkey: {} }), 'action_failed'),
    malformed: garbled(() => careful('/second-factors/passkeys')),
  }),
  [`POST ${api}/second-factors/recovery-codes`]: guarded({
    needs: 'open',
    ok: leaves(201, () => careful('/second-factors/recovery-codes'), 'recovery_codes_renewed'),
    'not found': leaves(409, () => owner('/second-factors/recovery-codes'), 'action_failed'),
  }),
  [`DELETE ${api}/second-factors/:factor_uid`]: guarded({
    needs: 'open',
    ok: leaves(200, () => careful(`/second-factors/${carefulFactor}`), 'set_two_factor_off'),
    'not found': leaves(404, () => owner(`/second-factors/${carefulFactor}`), 'action_failed'),
  }),
  // The token changes with it, so that it comes behind what else is asked with the one before.
  [`POST ${api}/sessions/current/confirmation`]: {
    ...guarded({
      needs: 'open',
      ok: leaves(
        201,
        () => careful('/sessions/current/confirmation', { verifier }),
        'identity_confirmed',
      ),
      malformed: garbled(() => careful('/sessions/current/confirmation')),
    }),
    'not found': leaves(
      401,
      () => careful('/sessions/current/confirmation', { code: '12345' }),
      'two_factor_code_invalid',
    ),
    throttled: never(tooMany),
  },
  [`DELETE ${api}/people/:account_uid/second-factors`]: guarded({
    needs: 'people.change',
    ok: leaves(
      200,
      () => owner(`/people/${colleagues.keyless}/second-factors`),
      'two_factor_disabled_by_support',
    ),
    'not found': leaves(
      404,
      ({ nothing }) => owner(`/people/${nothing}/second-factors`),
      'action_failed',
    ),
  }),
  [`PUT ${api}/accounts/recovery-phrase`]: guarded({
    needs: 'open',
    ok: leaves(200, newPhrase, 'account_recovery_setup'),
    malformed: garbled(newPhrase),
  }),
  [`DELETE ${api}/accounts/recovery-phrase`]: guarded({
    needs: 'open',
    ok: leaves(
      200,
      () => ({ path: `${api}/accounts/recovery-phrase`, as: 'careful' }),
      'recovery_phrase_removed',
    ),
    'not found': leaves(409, () => owner('/accounts/recovery-phrase'), 'action_failed'),
  }),
  [`POST ${api}/accounts/recovery`]: open({
    malformed: leaves(
      401,
      garbled(() => ({ path: `${api}/accounts/recovery` })).ask,
      'login_failure',
    ),
    'not allowed': leaves(
      401,
      () => ({
        path: `${api}/accounts/recovery`,
        json: { email: 'forgetful@example.com', verifier: bytes(32) },
      }),
      'login_failure',
    ),
    'not found': leaves(
      401,
      () => ({ path: `${api}/accounts/recovery`, json: { email: 'who@example.com', verifier } }),
      'login_failure',
    ),
    throttled: never('counted as a login: test/scenarios/recovery.test.ts'),
    ok: leaves(
      201,
      () => ({
        path: `${api}/accounts/recovery`,
        json: { email: 'forgetful@example.com', verifier },
      }),
      'account_recovery',
    ),
  }),
  [`PUT ${api}/accounts/recovery`]: guarded({
    needs: 'half session',
    ok: leaves(200, newLock, 'change_master_password'),
    malformed: garbled(newLock, 'login_failure'),
  }),
  [`GET ${api}/sign-in-rules`]: guarded({
    needs: 'people.read',
    ok: silent(200, () => owner('/sign-in-rules'), 'what is asked of everybody'),
  }),
  [`PUT ${api}/sign-in-rules`]: guarded({
    needs: 'people.change',
    ok: leaves(
      200,
      () => owner('/sign-in-rules', { second_factor_roles: ['auditor'] }),
      'role_enforcement_changed',
    ),
    malformed: garbled(() => owner('/sign-in-rules')),
  }),
}
