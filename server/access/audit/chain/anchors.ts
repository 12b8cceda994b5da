import { createHmac } from 'node:crypto'
import { dayOf, type EpochMs } from '#shared/kernel/units.ts'

/** One line of the file: how far the log reached at that instant. */
export interface Anchor {
  /** Counts from 1. */
  readonly n: number
  /** Civil day of `at`, `YYYY-MM-DD`. */
  readonly day: string
  readonly at: EpochMs
  /** The newest row then, and its hash. */
  readonly id: number
  readonly hash: string
  /** Signature of the line before; empty before the first. */
  readonly previous: string
  /** HMAC-SHA-256 of all of these under the audit key. */
  readonly mac: string
}

/** Outside the database; lines are only ever added. */
export interface AnchorFile {
  /** Whole lines, oldest first; none where there is no file. */
  read(): string[]
  /** Resolves when the line is on the disk. */
  append(line: string): void
  /** Sets the file aside under another name, to begin a new one. */
  setAside(name: string): void
}

/** What the database remembers of the file. */
export interface AnchorHead {
  readonly anchors: number
  readonly anchorMac: string
}

const macOf = (key: string, { n, day, at, id, hash, previous }: Omit<Anchor, 'mac'>): string =>
  createHmac('sha256', key)
    .update(JSON.stringify([n, day, at, id, hash, previous]))
    .digest('hex')

export const makeAnchor = (
  key: string,
  before: { n: number; mac: string },
  at: EpochMs,
  row: { id: number; hash: string },
): Anchor => {
  const anchor = { n: before.n + 1, day: dayOf(at), at, ...row, previous: before.mac }
  return { ...anchor, mac: macOf(key, anchor) }
}

const parse = (line: string): Anchor | null => {
  try {
    const { n, day, at, id, hash, previous, mac } = JSON.parse(line) as Record<keyof Anchor, unknown>
    const isWhole =
      [n, at, id].every(Number.isSafeInteger) &&
      [day, hash, previous, mac].every((text) => typeof text === 'string')
    return isWhole ? ({ n, day, at, id, hash, previous, mac } as Anchor) : null
  } catch {
    return null
  }
}

/** The last line that can be read; its signature is not looked at. */
export const lastAnchor = (lines: readonly string[]): Anchor | null =>
  lines.map(parse).findLast((anchor) => anchor !== null) ?? null

/** `restarts`: after which lines a new file was begun by a command that stands in the log. */
export const checkAnchors = (
  key: string,
  lines: readonly string[],
  head: AnchorHead,
  restarts: readonly number[],
): { anchors: Anchor[]; fault: string | null } => {
  const anchors: Anchor[] = []
  let fault: string | null = null
  for (const [index, line] of lines.entries()) {
    const anchor = parse(line)
    const before = anchors.at(-1)
    const follows =
      anchor &&
      (before
        ? anchor.n === before.n + 1 && anchor.previous === before.mac
        : anchor.n === 1 || restarts.includes(anchor.n - 1))
    if (!anchor || macOf(key, anchor) !== anchor.mac)
      fault ??= `锚点文件第 ${index + 1} 行被改动 / line ${index + 1} of the anchors was changed`
    else if (!follows)
      fault ??= `锚点文件第 ${index + 1} 行之前缺行 / lines are missing before line ${index + 1} of the anchors`
    if (anchor) anchors.push(anchor)
  }
  const count = anchors.at(-1)?.n ?? 0
  const known = anchors.find(({ n }) => n === head.anchors)
  const isFresh = lines.length === 0 && restarts.includes(head.anchors)
  if (count < head.anchors && !isFresh)
    fault ??= `锚点文件缺失或被截短:应有 ${head.anchors} 行,现有 ${count} / the file of anchors is missing or was cut: ${head.anchors} lines are remembered, ${count} are there`
  else if (known && known.mac !== head.anchorMac)
    fault ??= `锚点文件第 ${head.anchors} 行与数据库所记不符 / line ${head.anchors} of the anchors is not the one the database remembers`
  return { anchors, fault }
}
