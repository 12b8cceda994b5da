import { z } from 'zod'
import type { Contract, Given, Told } from '#shared/kernel/contract.ts'
import type { Http } from './http.ts'

interface CallOptions {
  readonly signal?: AbortSignal | undefined
}

/** Asks what a contract offers and checks the answer by its schema; what is thrown is makeHttp's. */
export type Call = <C extends Contract>(
  contract: C,
  given: Given<C>,
  options?: CallOptions,
) => Promise<Told<C>>

/** What a contract asks in its query. */
export type QueryOf<C extends Contract> = Given<C> extends { readonly query: infer Q } ? Q : never

type Words = Readonly<Record<string, string | number | boolean | undefined>>
interface Parts {
  readonly params?: Words
  readonly query?: Words
  readonly body?: unknown
}

const pathOf = (url: string, params: Words = {}): string =>
  Object.entries(params).reduce(
    (path, [name, value]) => path.replace(`:${name}`, () => encodeURIComponent(String(value))),
    url,
  )
const octets = z.instanceof(ArrayBuffer)

export const makeCall =
  (http: Http): Call =>
  <C extends Contract>(contract: C, given: Given<C>, { signal }: CallOptions = {}) => {
    const { params, query, body } = given as Parts
    return http({
      method: contract.method,
      path: pathOf(contract.url, params),
      ...(query ? { query } : {}),
      ...(body === undefined ? {} : { body }),
      ...(contract.octets ? { octets: true, answer: octets } : { answer: contract.response }),
      signal,
    }) as Promise<Told<C>>
  }
