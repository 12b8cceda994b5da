import { HOUR_MS } from '#shared/kernel/time/time.ts'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'
import { lastAnchor, makeAnchor, type Anchor, type AnchorFile } from './chain/anchors.ts'
import type { Clock } from '../../common/clock/clock.ts'
import { serial } from '../../common/jobs.ts'
import type { AuditRepository } from './auditRows.ts'

/** An anchor at least so often while the log grows. */
const ANCHOR_RULES = { rows: 1000, everyMs: HOUR_MS }

export const NO_FILE: AnchorFile = { read: () => [], append: () => undefined, setAside: () => undefined }

interface AnchoringDeps {
  readonly repository: AuditRepository
  readonly clock: Clock
  readonly key: string
  readonly anchorFile?: AnchorFile
  readonly warn?: (message: string, details: Record<string, unknown>) => void
}

/** The file of anchors and what the database remembers of it, kept in step. */
export const makeAnchoring = ({ repository, clock, key, anchorFile = NO_FILE, warn }: AnchoringDeps) => {
  let newest = lastAnchor(anchorFile.read())
  const writeOnce = async (): Promise<void> => {
    const head = await repository.head()
    const now = clock()
    if (newest && newest.n >= head.anchors && newest.id === head.id && newest.day === dayOf(now)) return
    if (
      newest &&
      newest.id > 0 &&
      (head.id < newest.id || (await repository.hashOf(newest.id)) !== newest.hash)
    )
      warn?.('访问日志与锚点不符,请验证 / the access log does not fit its newest anchor: verify it', {
        row: newest.id,
        anchor: newest.n,
        head: head.id,
      })
    const before = newest && newest.n >= head.anchors ? newest : { n: head.anchors, mac: head.anchorMac }
    const anchor = makeAnchor(key, before, now, { id: head.id, hash: head.hash })
    anchorFile.append(JSON.stringify(anchor))
    newest = anchor
    await repository.anchored(anchor.n, anchor.mac)
  }
  const turn = serial()
  /** One after the other: two at once would add the same line twice, and the file would never hold again. */
  const write = (): Promise<void> => turn(writeOnce)
  return {
    write,
    isDue: (id: number, now: EpochMs): boolean =>
      !newest ||
      dayOf(now) !== newest.day ||
      id - newest.id >= ANCHOR_RULES.rows ||
      (id > newest.id && now - newest.at >= ANCHOR_RULES.everyMs),
    list: (): Anchor[] =>
      anchorFile
        .read()
        .flatMap((line) => lastAnchor([line]) ?? [])
        .toReversed(),
    restart: (name: string): void => {
      anchorFile.setAside(name)
      newest = null
    },
  }
}
export type Anchoring = ReturnType<typeof makeAnchoring>
