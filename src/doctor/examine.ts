import { join } from 'node:path'
import { loadFamily } from '../kernel/family.ts'
import type { Check, Finding, Patient } from './check.ts'

/** A finding, and whose it is. */
export type Found = Finding & { readonly check: string }

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error))

async function findings({ name, look }: Check, patient: Patient): Promise<readonly Found[]> {
  try {
    return (await look(patient)).map((finding) => ({ check: name, ...finding }))
  } catch (error) {
    const says = `could not be looked at: ${sentence(error)}`
    return [{ check: name, state: 'wrong', says, do: 'Mend that first, then look again.' }]
  }
}

/** Every check of `checks/`, one after the other, so that none disturbs what another measures. */
export async function examine(patient: Patient): Promise<readonly Found[]> {
  const checks = await loadFamily<Check>(join(import.meta.dirname, 'checks'))
  const found: Found[] = []
  for (const one of checks.values()) found.push(...(await findings(one, patient)))
  return found
}
