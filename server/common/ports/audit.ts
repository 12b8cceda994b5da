/** The access log, as the account service keeps it. */
export interface AccessLog {
  record(event: {
    event: string
    account: string
    role: string
    address: string
    outcome: 'ok' | 'refused' | 'failed'
    target?: string | null
    detail?: string | null
  }): Promise<void>
}
