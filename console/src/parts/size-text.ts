const units = [
  { of: 1_000_000, name: 'MB' },
  { of: 1_000, name: 'kB' },
] as const

/** An amount of bytes for people. */
export function sizeText(bytes: number): string {
  const unit = units.find(({ of }) => bytes >= of)
  return unit
    ? `${(bytes / unit.of).toLocaleString(undefined, { maximumFractionDigits: 1 })} ${unit.name}`
    : `${bytes} bytes`
}
