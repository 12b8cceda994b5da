import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { WEBHOOK_SIGNATURE_HEADER } from '#shared/protocol/platform.ts'
import { route, type RouteDefinition } from './route.ts'

/** Takes a delivery; see the callback way of `server/sources`. */
export type ReceiveDelivery = (body: string, signature: string | undefined) => Promise<{ accepted: number; quarantined: number }>

const WEBHOOK_URL = '/hooks/platform'

/** `receive` answers null while no callback way is configured: the address then refuses all. */
export const webhookRoutes = (receive: () => ReceiveDelivery | null): RouteDefinition[] => [
  route({
    method: 'POST',
    url: WEBHOOK_URL,
    needs: 'public',
    why: '平台回调没有会话:以 HMAC 签名、五分钟时限和投递号为凭 / a platform has no session: it proves itself by HMAC signature, five-minute window and delivery id',
    summary: '平台回调 / callback of the platforms',
    raw: true,
    response: z.object({ accepted: z.number(), quarantined: z.number() }),
    handle: async (_, { raw }) => {
      const take = receive()
      if (!take || !raw) throw new AppError('unavailable', 'the callback way is not open')
      return take(raw.body, raw.headers[WEBHOOK_SIGNATURE_HEADER])
    },
  }),
]
