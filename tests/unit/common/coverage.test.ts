import { describe, expect, it } from 'vitest'
import { fileShare, folderShares, linesOf, shareOf, sumOf } from '../../coverage/lines.ts'

describe('the sum of coverage', () => {
  it('takes a line as reached where any statement that begins in it is', () => {
    const start = (line: number) => ({ start: { line } })
    expect(
      linesOf({ statementMap: { 0: start(3), 1: start(3), 2: start(4) }, s: { 0: 0, 1: 7, 2: 0 } }),
    ).toEqual({ 3: true, 4: false })
  })

  it('reaches a line that any way of running the file reaches', () => {
    const unit = { hash: 'a', lines: { 1: true, 2: false, 3: false } }
    const server = { hash: 'a', lines: { 1: true, 2: true, 3: false } }
    const page = { hash: 'a', lines: { 3: true }, built: true }
    expect(sumOf([unit, server], 'a')).toEqual({ 1: true, 2: true, 3: false })
    expect(sumOf([unit, server, page], 'a')).toEqual({ 1: true, 2: true, 3: true })
  })

  it('lets those that ran a file say which lines it has, the built application last', () => {
    const notRun = { hash: 'a', lines: { 1: false, 8: false } }
    const page = { hash: 'a', lines: { 1: true, 2: false }, built: true }
    const mounted = { hash: 'a', lines: { 1: true, 2: true, 3: false } }
    expect(sumOf([notRun], 'a')).toEqual({ 1: false, 8: false })
    expect(sumOf([notRun, page], 'a')).toEqual({ 1: true, 2: false })
    expect(sumOf([notRun, page, mounted], 'a')).toEqual({ 1: true, 2: true, 3: false })
  })

  it('takes no word on another text of the file', () => {
    expect(sumOf([{ hash: 'old', lines: { 1: true } }], 'new')).toEqual({})
  })

  it('tells each folder with all that lies in it', () => {
    const files = [
      fileShare('server/energy/a.ts', { 1: true, 2: false }),
      fileShare('server/energy/rollups/b.ts', { 1: true, 2: true }),
      fileShare('server/c.ts', {}),
    ]
    expect(folderShares(files)).toEqual([
      { name: 'server', lines: 4, unreached: 1 },
      { name: 'server/energy', lines: 4, unreached: 1 },
      { name: 'server/energy/rollups', lines: 2, unreached: 0 },
    ])
    expect(files.map(shareOf)).toEqual([0.5, 0, 0])
  })
})
