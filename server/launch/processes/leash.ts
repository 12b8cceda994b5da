import type { Logger } from 'pino'
import type { OpsHealth } from '#shared/protocol/http.ts'
import type { PairingCodes } from '../../common/ports/sessions.ts'

/** What the launcher asks over the process channel, and what it is told. */
export type LauncherRequest = { readonly type: 'pair'; readonly label: string } | { readonly type: 'health' }
export type LauncherAnswer =
  | { readonly type: 'paired'; readonly path: string }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'health'; readonly health: OpsHealth }

const CLOSE_LIMIT_MS = 8000

/** Answers the launcher, and ends this process in order when it asks or is gone. */
export const listenToLauncher = (
  access: { readonly pairing: PairingCodes; readonly health: () => Promise<OpsHealth> },
  region: string,
  close: () => Promise<void>,
  log: Logger,
): void => {
  let closing = false
  const end = (): void => {
    if (closing) return
    closing = true
    setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref()
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not close in order')
        process.exit(1)
      },
    )
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end)
  process.on('disconnect', end)
  process.on('message', (request: LauncherRequest) => {
    if (request.type === 'health') {
      void access
        .health()
        .then((health) => process.send?.({ type: 'health', health } satisfies LauncherAnswer))
      return
    }
    if (request.type !== 'pair') return
    access.pairing
      .issue({ account: 'launcher', role: 'operator', address: 'local' }, request.label, {
        kind: 'region',
        region,
      })
      .then(
        ({ code }) => process.send?.({ type: 'paired', path: `/pair#${code}` } satisfies LauncherAnswer),
        (error: Error) => process.send?.({ type: 'failed', message: error.message } satisfies LauncherAnswer),
      )
  })
}
