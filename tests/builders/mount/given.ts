import type { Contract, Told } from '../../../src/shared/kernel/contract.ts'
import type { Sent, Stage } from './stage.ts'

/**
 * What a test answers to one contract from now on: `answer` gets what the server would have drawn, and the request. A whole
 * Response is handed on as it is, `null` is 204.
 */
export const give = <C extends Contract>(
  { served }: Stage,
  { method, url }: C,
  answer: (drawn: Told<C>, asked: Sent) => Told<C> | Response | Promise<Told<C> | Response>,
): void => void served.given.set(`${method} ${url}`, answer as (drawn: unknown, asked: Sent) => unknown)

/** Each request to a contract, in its order: what its path, its query and its body said. */
export const sentTo = (
  { served }: Stage,
  { method, url }: Contract,
): { readonly params: Sent['params']; readonly query: Record<string, string>; readonly body: unknown }[] =>
  served.sent
    .filter(({ contract }) => contract.method === method && contract.url === url)
    .map(({ params, query, body }) => ({ params, query: Object.fromEntries(query), body }))
