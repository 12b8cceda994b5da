/** An answer that is an error: the HTTP status, a stable code, what was wrong and what was expected. */
export class StandinError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: { readonly field?: string; readonly expected?: string }

  constructor(
    status: number,
    code: string,
    message: string,
    detail: { field?: string; expected?: string } = {},
  ) {
    super(message)
    this.name = 'StandinError'
    this.status = status
    this.code = code
    this.detail = detail
  }
}
