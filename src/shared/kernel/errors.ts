/** Codes are stable and translated on the screen; messages are for logs and operators. */
export type ErrorCode =
  | 'bad-request'
  | 'invalid-record'
  | 'unauthenticated'
  | 'password-change-required'
  | 'locked'
  | 'forbidden'
  | 'out-of-scope'
  | 'not-found'
  /** Of the past, where no history is kept of it or not so far back. */
  | 'not-kept'
  | 'conflict'
  | 'too-many-requests'
  | 'unavailable'
  | 'internal'

/** The one error that crosses layers: a code for the machine, a message for a person, the cause for the log. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>> | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError

/** What was thrown in words: an error's message, anything else as it prints. */
export const errorMessage = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
