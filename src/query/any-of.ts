/** Whether one of the tests accepts; as cheap as the test when there is one. */
export function anyOf<Value>(
  tests: readonly ((value: Value) => boolean)[],
): (value: Value) => boolean {
  const [first, second, ...others] = tests
  if (!first) return () => false
  if (!second) return first
  if (others.length === 0) return (value) => first(value) || second(value)
  return (value) => tests.some((test) => test(value))
}
