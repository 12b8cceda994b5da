import type { z } from 'zod'
import { AppError, type ErrorCode } from '#shared/kernel/errors.ts'
import { errorAnswerSchema, SESSION_ENDS, type SessionEnd } from '#shared/protocol/http.ts'

interface HttpRequest<S extends z.ZodType> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
  readonly answer: S
  /** The answer is octets, not JSON. */
  readonly octets?: true
  readonly signal?: AbortSignal | undefined
}

export type Http = <S extends z.ZodType>(request: HttpRequest<S>) => Promise<z.infer<S>>

const addressOf = (path: string, query: HttpRequest<z.ZodType>['query']): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined) params.set(name, String(value))
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

const BY_STATUS: Record<number, ErrorCode> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  423: 'locked',
  429: 'too-many-requests',
  503: 'unavailable',
}

const errorOf = async (response: Response, path: string): Promise<AppError> => {
  const parsed = errorAnswerSchema.safeParse(await response.json().catch(() => null))
  if (!parsed.success)
    return new AppError(BY_STATUS[response.status] ?? 'internal', `${path} answered ${response.status}`)
  const { code, message, details } = parsed.data
  return new AppError(code as ErrorCode, message, details ? { details } : {})
}

/** Where being nobody is no news. */
const ENTRANCES: ReadonlySet<string> = new Set(['/api/session', '/api/pair'])
const endOf = ({ details }: AppError): SessionEnd | null =>
  SESSION_ENDS.find((reason) => reason === details?.['ended']) ?? null

/**
 * Same-origin JSON over fetch; every answer is validated by the contract's schema.
 * `onEnded` is told when the session of this screen is no longer one, with the reason where the server knows it.
 * Throws AppError: the server's code, `unavailable` when nothing answered, `invalid-record` when the answer is not the contract's.
 */
export const makeHttp =
  (fetchOf: typeof fetch, onEnded: (reason: SessionEnd | null) => void = () => undefined): Http =>
  async ({ method = 'GET', path, query, body, answer, octets, signal }) => {
    const response = await fetchOf(addressOf(path, query), {
      method,
      credentials: 'same-origin',
      headers:
        body === undefined
          ? { accept: 'application/json' }
          : { accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw cause
      throw new AppError('unavailable', `${path} did not answer`, { cause })
    })
    if (!response.ok) {
      const error = await errorOf(response, path)
      if (error.code === 'unauthenticated' && !ENTRANCES.has(path)) onEnded(endOf(error))
      throw error
    }
    const parsed = answer.safeParse(
      response.status === 204 ? null : octets ? await response.arrayBuffer() : await response.json(),
    )
    if (parsed.success) return parsed.data
    const issue = parsed.error.issues[0]
    throw new AppError(
      'invalid-record',
      `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not the contract’s'}`,
      { cause: parsed.error },
    )
  }
