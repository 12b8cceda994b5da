/**
 * A part of the application that is fetched once it is asked for, and kept. What did not come is asked for again by the
 * next call. Throws what the import threw.
 */
export const later = <M extends object>(load: () => Promise<M>): (() => Promise<M>) => {
  let came: M | null = null
  return async () => {
    came ??= await load()
    return came
  }
}
