import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BY, folder, state, warned, open, write, beneath } from './log.ts'

const anchorsFile = (): string => join(folder, 'audit-anchors.jsonl')

const SET_BACK = 'update audit_head set (id, hash) = (select id, hash from audit order by id desc limit 1)'

describe('the anchors outside', () => {
  it('show that the newest rows were removed and the head set back', async () => {
    await write(8)
    await state.audit.close()
    expect(await state.audit.verify()).toMatchObject({
      ok: true,
      anchors: { count: 1, lastRow: 8, lastAt: state.now },
    })
    expect(statSync(anchorsFile()).mode & 0o777).toBe(0o600)
    await beneath('delete from audit where id > 5', SET_BACK)
    expect(await state.audit.verify()).toMatchObject({ ok: false, brokenAt: 6, breaks: [{ kind: 'tail' }] })
    await write(4)
    expect((await state.audit.verify()).ok).toBe(false)
    state.now += 86_400_000
    await state.audit.anchor()
    expect(warned).toHaveLength(1)
  })

  it('are missed when the file is cut, changed or gone, and never mended silently', async () => {
    for (let round = 0; round < 3; round++) {
      await write(2)
      await state.audit.anchor()
    }
    const whole = readFileSync(anchorsFile(), 'utf8')
    expect(await state.audit.verify()).toMatchObject({ ok: true, anchors: { count: 3 } })
    writeFileSync(
      anchorsFile(),
      whole
        .split('\n')
        .slice(0, 2)
        .map((line) => `${line}\n`)
        .join(''),
    )
    expect(await state.audit.verify()).toMatchObject({ ok: false, breaks: [{ kind: 'anchor-file' }] })
    rmSync(anchorsFile())
    state.audit = open()
    await write(1)
    await state.audit.anchor()
    expect(await state.audit.verify()).toMatchObject({ ok: false, breaks: [{ kind: 'anchor-file' }] })
    await state.audit.acceptAnchors('数据目录换盘时未复制', BY)
    await write(1)
    await state.audit.anchor()
    expect(await state.audit.verify()).toMatchObject({
      ok: true,
      breaks: [{ kind: 'anchor-file', known: { account: 'security' } }],
    })
  })
})

describe('the anchors outside', () => {
  it('stand anew each day, after each thousand rows and at the end, and take a line that a crash cut off away', async () => {
    await write(1)
    await state.audit.tick()
    await state.audit.tick()
    expect(state.audit.anchors()).toHaveLength(1)
    state.now += 86_400_000
    await state.audit.tick()
    expect(state.audit.anchors().map(({ n, id }) => [n, id])).toEqual([
      [2, 1],
      [1, 1],
    ])
    chmodSync(anchorsFile(), 0o600)
    writeFileSync(anchorsFile(), '{"n":3,"da', { flag: 'a' })
    await Promise.all(
      Array.from({ length: 1000 }, () =>
        state.audit.record({ event: 'e', account: 'a', role: 'leader', address: '', outcome: 'ok' }),
      ),
    )
    await state.audit.tick()
    expect(await state.audit.verify()).toMatchObject({
      ok: true,
      rows: 1001,
      anchors: { count: 3, lastRow: 1001 },
    })
  })
})
