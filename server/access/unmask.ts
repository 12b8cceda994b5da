import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { AuditService } from './audit/audit.ts'

interface Unmasked {
  readonly name: string | null
  readonly phone: string | null
  readonly plate: string | null
}

/** Looks a person or vehicle up in the clear; null when it does not exist or lies out of the viewer's scope. */
export type Reveal = (kind: 'person' | 'vehicle', id: string, viewer: Viewer) => Promise<Unmasked | null>

export interface UnmaskService {
  unmask(
    request: { kind: 'person' | 'vehicle'; id: string; reason: string },
    viewer: Viewer,
    address: string,
  ): Promise<Unmasked>
}

/** The log is written before the answer is looked up: what could not be logged is not shown. */
export const makeUnmask = ({ reveal, audit }: { reveal: Reveal; audit: AuditService }): UnmaskService => ({
  unmask: async ({ kind, id, reason }, viewer, address) => {
    const about = {
      event: `unmask.${kind}`,
      account: viewer.account,
      role: viewer.role,
      address,
      target: id,
      detail: reason,
    }
    await audit.record({ ...about, outcome: 'ok' })
    const answer = await reveal(kind, id, viewer)
    if (answer) return answer
    await audit.record({ ...about, outcome: 'refused' })
    throw new AppError('not-found', `没有这一记录 / no such ${kind}`)
  },
})
