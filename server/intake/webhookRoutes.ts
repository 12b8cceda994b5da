import { hookContracts } from '#shared/intake/platformRoutes.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { WEBHOOK_SIGNATURE_HEADER, type WebhookAnswer } from '#shared/protocol/platform.ts'
import { serve, type RouteDefinition } from '../http/route.ts'

/** The callback way of `server/sources`, as far as its address needs it. */
export interface Deliveries {
  /** Before anything of a body is read: throws where it is refused, answers what to call when it is over. */
  admit(address: string, signature: string | undefined): () => void
  receive(
    body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    signature: string | undefined,
    address: string,
  ): Promise<WebhookAnswer>
}

const WEBHOOK_BYTES = 8 * 1024 * 1024
const OPEN_AGAIN_S = 60
/** A platform sends all that changes from one address. */
const PER_MINUTE = 6_000

/** `deliveries` answers null while no callback way is configured: the address then refuses all, unread. */
export const webhookRoutes = (deliveries: () => Deliveries | null): RouteDefinition[] => {
  const open = (): Deliveries => {
    const way = deliveries()
    if (!way)
      throw new AppError('unavailable', '没有开放回调方式 / the callback way is not open', {
        details: { retryAfterS: OPEN_AGAIN_S },
      })
    return way
  }
  return [
    serve(hookContracts.platform, {
      raw: true,
      perMinute: PER_MINUTE,
      bodyLimit: WEBHOOK_BYTES,
      gate: (address, headers) => open().admit(address, headers[WEBHOOK_SIGNATURE_HEADER]),
      handle: async (_, { raw, address }) =>
        open().receive(raw?.body ?? [], raw?.headers[WEBHOOK_SIGNATURE_HEADER], address),
    }),
  ]
}
