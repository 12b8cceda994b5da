import { AppError } from '#shared/kernel/errors.ts'
import { later } from '#shared/kernel/language/later.ts'

/**
 * Contracts that come with the first that asks by them, not with the first picture. What is returned throws
 * `unavailable` where they do not come, as a request that nobody answers; the next call asks for them again.
 */
export const late = <M extends object, N extends keyof M>(
  load: () => Promise<M>,
  name: N,
): (() => Promise<M[N]>) => {
  const fetched = later(load)
  return async () => {
    const found = await fetched().catch((cause: unknown) => {
      throw new AppError('unavailable', 'the contracts did not come', { cause })
    })
    return found[name]
  }
}
