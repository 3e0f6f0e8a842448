import { useMutation, useQueryClient } from '@tanstack/react-query'

/** A change at the server; however it ends, what the page knows under that key is asked for again. */
export function useChange<Input, Result>(
  queryKey: readonly string[],
  change: (input: Input) => Promise<Result>,
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}
