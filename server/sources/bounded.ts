import { AppError } from '#shared/kernel/errors.ts'

/**
 * The body of an answer as text, read piece by piece: an answer that is larger once unpacked is left at that size. Throws
 * `invalid-record` for it, with `details.tooLarge`, and for one that is not UTF-8.
 */
export const textOfAnswer = async (response: Response, mostBytes: number, what: string): Promise<string> => {
  const tooLarge = (): AppError =>
    new AppError('invalid-record', `${what}: the answer is larger than ${mostBytes} bytes`, {
      details: { tooLarge: true },
    })
  if (Number(response.headers.get('content-length') ?? 0) > mostBytes) {
    await response.body?.cancel()
    throw tooLarge()
  }
  const reader = response.body?.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const parts: string[] = []
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = reader ? await reader.read() : { done: true as const, value: undefined }
      if (done) return parts.join('') + decoder.decode()
      bytes += value.byteLength
      if (bytes > mostBytes) throw tooLarge()
      parts.push(decoder.decode(value, { stream: true }))
    }
  } catch (error) {
    await reader?.cancel().catch(() => undefined)
    if ((error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw new AppError('invalid-record', `${what}: the answer is not UTF-8`)
    throw error
  }
}
