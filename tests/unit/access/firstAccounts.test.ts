import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFirst, provinceAccounts } from '../../../server/access/accounts/firstAccounts.ts'
import type { AccountRepository, NewAccount } from '../../../server/access/accounts/accountRows.ts'
import { makeAccountSeeds } from '../../../server/access/accounts/seeds.ts'
import { checkPassword } from '../../../server/access/accounts/passwords.ts'

const WANTED = provinceAccounts('450000').slice(0, 2)
let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'guanlan-first-'))
  file = join(dir, 'first-accounts.txt')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Accounts as the database holds them; `onInsert` sees each writing before it is done. */
const house = (onInsert: () => void = () => undefined) => {
  const kept: NewAccount[] = []
  const accounts = {
    byName: (name: string) => Promise.resolve(kept.find((account) => account.name === name)),
    insert: async (rows: readonly NewAccount[]) => {
      onInsert()
      kept.push(...rows)
      return rows.length
    },
  } as unknown as AccountRepository
  return { kept, seeds: makeAccountSeeds({ accounts, clock: () => Date.now() }) }
}
const lines = (): string[][] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/\s+/))

describe('the first accounts', () => {
  it('are not made where their passwords cannot be written down, and are made with them later', async () => {
    const { kept, seeds } = house()
    await expect(makeFirst(seeds, join(dir, 'no-such-folder'), WANTED)).rejects.toThrow('ENOENT')
    expect(kept).toEqual([])
    expect(await makeFirst(seeds, dir, WANTED)).toBe(2)
    expect(kept.map(({ name }) => name)).toEqual(['leader', 'supervisor'])
  })

  it('have their passwords on the disk, for this account alone, before they stand', async () => {
    let atInsert: string[][] = []
    const { kept, seeds } = house(() => (atInsert = lines()))
    await makeFirst(seeds, dir, WANTED)
    expect(atInsert.map(([name]) => name)).toEqual(['leader', 'supervisor'])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const [i, [, password]] of atInsert.entries())
      expect(await checkPassword(kept[i]!.passwordHash, password!)).toBe(true)
  })

  it('stand in the file once, with the password that is right, also after the database went away in between', async () => {
    let away = true
    const { kept, seeds } = house(() => {
      if (away) throw new Error('ECONNREFUSED')
    })
    await expect(makeFirst(seeds, dir, WANTED)).rejects.toThrow('ECONNREFUSED')
    away = false
    await makeFirst(seeds, dir, WANTED.slice(0, 1))
    await makeFirst(seeds, dir, WANTED)
    expect(lines().map(([name]) => name)).toEqual(['leader', 'supervisor'])
    for (const [i, [, password]] of lines().entries())
      expect(await checkPassword(kept[i]!.passwordHash, password!)).toBe(true)
    expect(await makeFirst(seeds, dir, WANTED)).toBe(0)
    expect(lines()).toHaveLength(2)
  })
})
