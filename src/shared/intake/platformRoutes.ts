import { contract } from '../kernel/contract.ts'
import { webhookAnswerSchema } from '../protocol/platform/ways.ts'

/** Called by the platforms, never by a browser: apart, so that no browser loads the platforms' contract. */
export const hookContracts = {
  platform: contract({
    method: 'POST',
    url: '/hooks/platform',
    needs: 'public',
    why: '平台回调没有会话:以 HMAC 签名、五分钟时限和投递号为凭 / a platform has no session: it proves itself by HMAC signature, five-minute window and delivery id',
    summary: '平台回调 / callback of the platforms',
    response: webhookAnswerSchema,
  }),
} as const
