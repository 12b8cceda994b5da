/** What the spool's thread is asked; every call has a number of its own. */
export type SpoolCall =
  | { readonly kind: 'append'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'read'; readonly id: number; readonly after: number; readonly limit: number }
  | { readonly kind: 'forget'; readonly id: number; readonly upTo: number }
  | { readonly kind: 'pending'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number }

type Without<T> = T extends unknown ? Omit<T, 'id'> : never
export type SpoolQuestion = Without<SpoolCall>

/** One answer for all appends of a commit, in the order of their sequences from `first` on. */
export type SpoolAnswer =
  | { readonly ids: readonly number[]; readonly first: number }
  | { readonly ids: readonly number[]; readonly value: unknown }
  | { readonly ids: readonly number[]; readonly error: string }
