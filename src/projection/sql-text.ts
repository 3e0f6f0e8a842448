/** A condition that every row meets, and one that none does. */
export const everything = '1 = 1'
export const nothing = '1 = 0'

/** All of the conditions. */
export const where = (conditions: readonly string[]): string =>
  conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''

/** The column of a field's numbers. */
export const columnName = (at: number): string => `c${at}`
