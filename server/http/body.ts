import type { Readable } from 'node:stream'
import { errorCodes } from 'fastify'
import { AppError } from '#shared/kernel/errors.ts'

/** A stream behind a decoder tells how many octets came over the line. */
type Payload = Readable & { readonly receivedEncodedLength?: number }

/**
 * The octets of a body as they come: nothing is joined here. Above `limit` bytes, on the line or decoded, nothing more is
 * taken. The stream stays open, so that a refusal can still be answered.
 * @throws 413 (FST_ERR_CTP_BODY_TOO_LARGE); bad-request where the body does not come whole.
 */
export async function* octetsOf(
  payload: Payload,
  announced: string | undefined,
  limit: number,
): AsyncGenerator<Uint8Array> {
  const tooLarge = (): Error => new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
  if (Number(announced) > limit) throw tooLarge()
  let length = 0
  try {
    for await (const piece of payload.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      length += piece.byteLength
      if (length > limit || (payload.receivedEncodedLength ?? 0) > limit) throw tooLarge()
      yield piece
    }
  } catch (error) {
    if (Number((error as { statusCode?: number }).statusCode) >= 400) throw error
    throw new AppError('bad-request', 'the body did not come whole', { cause: error })
  }
}
