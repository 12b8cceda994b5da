/** Files whose lines are not counted, each with the reason why no test of this house can or should reach them. */
export const LEFT_OUT: readonly { readonly glob: string; readonly reason: string }[] = [
  { glob: '**/*.d.ts', reason: 'types alone' },
]
