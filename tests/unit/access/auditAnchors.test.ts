import { describe, expect, it } from 'vitest'
import type { AuditRecord, AuditRepository } from '../../../server/access/audit/auditRows.ts'
import { makeAudit } from '../../../server/access/audit/audit.ts'
import { checkAnchors, makeAnchor } from '../../../server/access/audit/chain/anchors.ts'
import { linkOf, toRow } from '../../../server/access/audit/chain/chain.ts'
import { refusal } from './refusals.ts'

const key = 'key'

const chain = (count: number) => {
  const anchors = [makeAnchor(key, { n: 0, mac: '' }, 1000, { id: 10, hash: 'h10' })]
  while (anchors.length < count)
    anchors.push(
      makeAnchor(key, anchors.at(-1)!, 1000 + anchors.length, {
        id: 10 + anchors.length,
        hash: `h${10 + anchors.length}`,
      }),
    )
  return {
    anchors,
    lines: anchors.map((anchor) => JSON.stringify(anchor)),
    head: { anchors: count, anchorMac: anchors.at(-1)!.mac },
  }
}

describe('the file of anchors', () => {
  it('holds, also when a crash came between its line and the database', () => {
    const { lines, head, anchors } = chain(3)
    expect(checkAnchors(key, lines, head, []).fault).toBeNull()
    expect(checkAnchors(key, lines, { anchors: 2, anchorMac: anchors[1]!.mac }, []).fault).toBeNull()
    expect(checkAnchors(key, [], { anchors: 0, anchorMac: '' }, []).fault).toBeNull()
  })

  it.each([
    [
      'is gone',
      (lines: string[]) => {
        lines.length = 0
      },
      /missing or was cut: 3 lines/,
    ],
    [
      'was cut',
      (lines: string[]) => {
        lines.pop()
      },
      /missing or was cut/,
    ],
    [
      'lost its first line',
      (lines: string[]) => {
        lines.shift()
      },
      /missing before line 1/,
    ],
    [
      'lost a line within',
      (lines: string[]) => {
        lines.splice(1, 1)
      },
      /missing before line 2/,
    ],
    [
      'had a row number changed',
      (lines: string[]) => {
        lines[1] = lines[1]!.replace('"id":11', '"id":12')
      },
      /line 2 .* was changed/,
    ],
    [
      'holds rubbish',
      (lines: string[]) => {
        lines[2] = '{'
      },
      /line 3 .* was changed/,
    ],
  ])('is seen when it %s', (_, harm, words) => {
    const { lines, head } = chain(3)
    harm(lines)
    expect(checkAnchors(key, lines, head, []).fault).toMatch(words)
  })
})

describe('the file of anchors', () => {
  it('may begin again only after the line that a command in the log names', () => {
    const { lines, head, anchors } = chain(3)
    const next = JSON.stringify(makeAnchor(key, anchors[2]!, 5000, { id: 20, hash: 'h20' }))
    expect(checkAnchors(key, [next], { anchors: 4, anchorMac: JSON.parse(next).mac }, [3]).fault).toBeNull()
    expect(checkAnchors(key, [next], { anchors: 4, anchorMac: JSON.parse(next).mac }, []).fault).toMatch(
      /missing before/,
    )
    expect(checkAnchors('other key', lines, head, []).fault).toMatch(/was changed/)
  })
})

describe('the log and its anchors', () => {
  /** A log of rows in memory; `wait` lets others in between, as a database does. */
  const house = (rows: AuditRecord[]) => {
    const lines: string[] = []
    let anchored = { anchors: 0, anchorMac: '' }
    const wait = (): Promise<void> => new Promise((done) => setImmediate(done))
    const repository = {
      head: async () => (
        await wait(),
        { id: rows.at(-1)?.id ?? 0, hash: rows.at(-1)?.hash ?? '', ...anchored }
      ),
      hashOf: async (id: number) => rows.find((row) => row.id === id)?.hash ?? null,
      anchored: async (anchors: number, anchorMac: string) => (
        await wait(),
        void (anchored = { anchors, anchorMac })
      ),
      after: async (id: number) => rows.filter((row) => row.id > id),
      ofEvent: async () => [],
      list: async ({ limit }: { limit: number }) => ({
        rows: rows.toReversed().slice(0, limit),
        total: rows.length,
      }),
    } as unknown as AuditRepository
    const anchorFile = {
      read: () => [...lines],
      append: (line: string) => void lines.push(line),
      setAside: () => undefined,
    }
    return { lines, audit: makeAudit({ repository, clock: () => 1000, key: 'key', anchorFile }) }
  }
  const signed = (count: number, key = 'key'): AuditRecord[] => {
    const rows: AuditRecord[] = []
    for (let id = 1; id <= count; id++) {
      const row = toRow(refusal({ target: String(id) }), id)
      rows.push({ ...row, id, hash: linkOf(key, rows.at(-1)?.hash ?? '', id, row) })
    }
    return rows
  }

  it('holds when the last anchor is written while another one is', async () => {
    const { audit, lines } = house(signed(3))
    await Promise.all([audit.tick(), audit.close(), audit.anchor()])
    expect(lines).toHaveLength(1)
    expect(await audit.verify()).toMatchObject({ ok: true, rows: 3, anchors: { count: 1 } })
  })

  it('knows its key though many of the newest rows were changed, and no other', async () => {
    const rows = signed(100).map((row) => (row.id > 10 ? { ...row, account: 'x' } : row))
    expect(await house(rows).audit.keyFits()).toBe(true)
    expect(await house(signed(100, 'another')).audit.keyFits()).toBe(false)
  })
})
