/** The PostgreSQL that `npm run test:postgres` has started for these suites. */
export function testServer(): string {
  const url = process.env['KEEPWATCH_TEST_POSTGRES']
  if (!url) throw new Error('these suites need PostgreSQL: run them with npm run test:postgres')
  return url
}
