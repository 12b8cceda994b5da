import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError, isAppError, type ErrorCode } from '#shared/kernel/errors.ts'
import { cutText, toSoundText } from '#shared/kernel/text.ts'

/** Of a key that nobody knows. */
const MOST_SHOWN = 64

const STATUS: Record<ErrorCode, number> = {
  'bad-request': 400,
  'invalid-record': 422,
  unauthenticated: 401,
  'password-change-required': 403,
  locked: 423,
  forbidden: 403,
  'out-of-scope': 404,
  'not-found': 404,
  'not-kept': 404,
  conflict: 409,
  'too-many-requests': 429,
  unavailable: 503,
  internal: 500,
}

/** SQLSTATE classes 08 (connection), 53 (resources) and 57P (shutdown), and what the socket says when nothing listens. */
const DATABASE_AWAY = /^(08|53|57P)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/

/** PostgreSQL ended a statement, or a transaction in which nothing happened, for it took longer than its limit. */
const TOO_LONG = /^(57014|25P03)$/

const isDatabaseAway = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string }
  return DATABASE_AWAY.test(code ?? '') || LOST.test(message ?? '')
}

type Issue = Extract<FastifyError['validation'], unknown[]>[number]

const WHERE = {
  querystring: ['参数', 'parameter'],
  params: ['地址', 'part of the address'],
  body: ['字段', 'field'],
  headers: ['请求头', 'header'],
} as const

/** What a schema found wrong, one sentence an issue; a key that nobody knows is named. */
const issueText = (issue: Issue, where: FastifyError['validationContext']): string => {
  const at = issue.instancePath || '/'
  if (issue.keyword !== 'unrecognized_keys') return `${at}: ${issue.message}`
  const [zh, en] = WHERE[(where ?? 'body') as keyof typeof WHERE]
  const keys = (issue.params['keys'] as string[])
    .map(
      (key) =>
        `${at === '/' ? '' : at.slice(1).replaceAll('/', '.') + '.'}${toSoundText(cutText(key, MOST_SHOWN))}`,
    )
    .join(', ')
  return `没有这个${zh} ${keys} / unknown ${en}: ${keys}`
}

/** Every error as one the contract knows; what a person cannot use stays in the log. */
const toAppError = (error: unknown): AppError => {
  if (isAppError(error)) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map((issue) => issueText(issue, error.validationContext))
    return new AppError(
      'bad-request',
      `请求不合约定 / the request breaks the contract: ${issues.join('; ')}`,
      { details: { issues, in: error.validationContext } },
    )
  }
  if (isDatabaseAway(error))
    return new AppError('unavailable', '数据库暂不可用 / the database is away', { cause: error })
  if (TOO_LONG.test((error as { code?: string }).code ?? ''))
    return new AppError('unavailable', '查询用时过长,已中止 / the question took too long and was ended', {
      cause: error,
    })
  const { statusCode, message } = error as FastifyError
  if (statusCode === 403) return new AppError('not-found', '没有这个地址 / no such address', { cause: error })
  if (statusCode === 429)
    return new AppError('too-many-requests', '请求过于频繁 / too many requests', { cause: error })
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new AppError('bad-request', message, { cause: error })
  return new AppError('internal', '服务器内部错误 / internal error', { cause: error })
}

/** What an answer of 503 asks a caller to wait, s. */
const RETRY_AFTER_S = 2
const IN_DOUBT =
  '本次操作是否已生效尚不确定,请刷新后核对 / whether this was done is not certain: look before trying again'

/** A change whose answer did not come may still have been made. */
const messageOf = ({ message, details }: AppError, method: string): string =>
  details?.['inDoubt'] && method !== 'GET' && method !== 'HEAD' ? `${message}; ${IN_DOUBT}` : message

/** The one place where an error becomes a status. */
export const answerError = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
  const known = toAppError(error)
  if (known.code === 'internal') request.log.error({ err: error }, 'request failed')
  const { statusCode } = error as FastifyError
  const status =
    known.code === 'bad-request' && statusCode && statusCode >= 400 && statusCode < 500
      ? statusCode
      : STATUS[known.code]
  const { retryAfterS = known.code === 'unavailable' ? RETRY_AFTER_S : null } = (known.details ?? {}) as {
    retryAfterS?: number | null
  }
  if (retryAfterS !== null) void reply.header('retry-after', retryAfterS)
  void reply.status(status).send({
    code: known.code,
    message: messageOf(known, request.method),
    ...(known.details ? { details: known.details } : {}),
  })
}

/** An address that is no address (`%zz`, `%c0%ae`, a part without end) is answered like one that does not exist. */
export const answerOddAddress = (reply: FastifyReply): void => {
  void reply.status(404).send({ code: 'not-found', message: '没有这个地址 / no such address' })
}
