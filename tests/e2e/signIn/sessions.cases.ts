import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../server/db/open.ts'
import { makeQuarantine } from '../../../server/intake/quarantine/quarantineRows.ts'
import { TEST_PASSWORD } from '../../builders/house/server.ts'
import { choose } from '../../builders/screen/browser.ts'
import { SLOW_MS } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'
import { signIn } from './signIn.ts'

describe('signing in', () => {
  it('an auditor filters the log, verifies its chain, is told where it breaks, and exports what is shown', async () => {
    const { page, close } = await wall.open({ account: 'auditor', path: '/work/supervision/audit' })
    await expect.poll(() => page.locator('[role=row]').count(), { timeout: SLOW_MS }).toBeGreaterThan(3)
    await page.fill('input[name=event]', 'session.sign-in')
    await choose(page, 'outcome', 'ok')
    await page.click('form button[type=submit]')
    await expect
      .poll(() => page.locator('[role=row] [title="session.sign-in"]').count(), { timeout: SLOW_MS })
      .toBeGreaterThan(0)
    await page.click('[data-act=verify]')
    await page.waitForSelector('[data-whole=true]')
    await page.click('[data-tab=notable]')
    await page.click('[data-tab=anchors]')
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-act=export]')])
    expect(download.suggestedFilename()).toBe('guanlan-audit.csv')
    const above = openDatabase(wall.server.database.adminUrl, () => undefined, 1)
    const touch = (change: string) =>
      above.pool.query(
        `set session_replication_role = replica; update audit set detail = ${change} where id = 2; set session_replication_role = origin`,
      )
    const { rows } = await above.pool.query('select detail from audit where id = 2')
    await touch("'another'")
    await page.click('[data-act=verify]')
    await page.waitForSelector('[data-whole=false]')
    expect(await page.locator('li[data-row="2"]').innerText()).toContain('第 2 行被改动')
    await touch(rows[0].detail === null ? 'null' : `'${rows[0].detail}'`)
    await above.close()
    await close()
  })
})

describe('signing in', () => {
  it('a manager sees what is in quarantine, masked, and opens one against a reason', async () => {
    await makeQuarantine(wall.server.database.db).add(
      [
        {
          source: 'by-hand',
          collection: 'people',
          recordId: 'q-1',
          field: 'name',
          reason: 'expected a text; found {"full":"张三丰"}',
          body: null,
          region: null,
        },
      ],
      Date.now(),
    )
    const { page, close } = await wall.open({ account: 'manager', path: '/work/management/quarantine' })
    await choose(page, 'source', 'by-hand')
    await page.locator('[role=row]', { hasText: 'q-1' }).first().click()
    expect(await page.locator('[data-found]').innerText()).toBe('{"full":"张**"}')
    await page.fill('input[name=reason]', '核对原文')
    await page.locator('form[data-chosen] button[type=submit]').click()
    await expect
      .poll(() => page.locator('[data-found]').innerText(), { timeout: SLOW_MS })
      .toBe('{"full":"张三丰"}')
    await close()
    expect(
      (await wall.server.request('auditor', 'GET', '/api/audit?event=unmask.quarantine')).body.rows[0],
    ).toMatchObject({ account: 'manager', detail: '核对原文' })
  })

  it('shows where one is signed in, and signs out there; a page that was ended says why', async () => {
    const first = await wall.open({ account: 'security', path: '/work/management/accounts' })
    const second = await wall.open({ account: 'security', path: '/sessions' })
    await expect.poll(() => second.page.locator('li').count(), { timeout: SLOW_MS }).toBeGreaterThanOrEqual(2)
    expect(await second.page.locator('li[data-current=true]').innerText()).toMatch(/^node\s+127\.0\.0\.1/)
    await second.page.click('[data-act=end-others]')
    await expect.poll(() => second.page.locator('li').count(), { timeout: SLOW_MS }).toBe(1)
    void first.page.fill('input[name=find]', 'x').catch(() => 'it had asked by itself and was gone')
    await first.page.waitForURL(/signin/)
    expect(await first.page.locator('form [role=status]').innerText()).toBe('此会话已被结束')
    await first.close()
    await second.close()
  })
})

describe('signing in', () => {
  it('warns a minute before an idle end, and staying is one touch away', async () => {
    const { page, close } = await wall.open({ account: 'operator', path: '/work/management/walls' })
    await page.waitForSelector('main.work .panel')
    await wall.server.database.pool.query(
      `update sessions set acted_at = acted_at - 29 * 60000 - 30000 where account = 'test-operator'`,
    )
    await page.reload()
    await page.waitForSelector('[data-notice=idle]')
    await page.click('[data-notice=idle] button')
    await page.waitForSelector('[data-notice=idle]', { state: 'detached' })
    await wall.server.database.pool.query(
      `update sessions set acted_at = acted_at - 31 * 60000 where account = 'test-operator'`,
    )
    await page.reload()
    await page.waitForURL(/signin/)
    await close()
  })

  it('[SC-17] says from two weeks before when the password is due, asks for another at 90 days, and for a sign-in after twelve hours', async () => {
    await wall.server.database.pool.query(
      `update accounts set password_at = password_at - 80 * 86400000::bigint where id = 'test-operator'`,
    )
    const { page, close } = await wall.open({ account: 'operator', path: '/work/management/walls' })
    await page.waitForSelector('[data-notice=password]')
    expect(await page.locator('[data-notice=password]').innerText()).toContain('10 天后到期')
    await page.click('[data-notice=password] .primary')
    await page.waitForURL(/password/)
    await wall.server.database.pool.query(
      `update sessions set created_at = created_at - 12 * 3600000 - 60000 where account = 'test-operator'`,
    )
    await page.goto(`${wall.server.url}/work/management/walls`)
    await page.waitForURL(/signin/)
    await wall.server.database.pool.query(
      `update accounts set password_at = password_at - 10 * 86400000::bigint where id = 'test-operator'`,
    )
    await signIn(page, 'operator', TEST_PASSWORD)
    await page.waitForURL(/password/)
    await wall.server.database.pool.query(
      `update accounts set password_at = password_at + 90 * 86400000::bigint where id = 'test-operator'`,
    )
    await close()
  })
})

describe('signing in', () => {
  it('the operator sees the walls by their place and ends one, whose screen goes to the sign-in page', async () => {
    const { code } = (
      await wall.server.request('operator', 'POST', '/api/pairings', {
        label: '三楼大厅',
        scope: { kind: 'region', region: '450100' },
      })
    ).body
    const screen = await wall.open({ account: null, path: `/pair?code=${code}` })
    await screen.page.waitForURL(/\/view\/450100/)
    const { page, close } = await wall.open({ account: 'operator', path: '/work/management/walls' })
    const row = page.locator('[role=row]', { hasText: '三楼大厅' })
    expect(await row.innerText()).toContain('南宁市')
    await row.locator('[data-act=end-wall]').click()
    await row.locator('[data-act=end-wall]').click()
    await expect.poll(() => row.innerText(), { timeout: SLOW_MS }).toContain('已结束')
    await screen.page.waitForURL(/signin/)
    await close()
    await screen.close()
  })

  it('says that a password is wrong, locks after too many, and a sign-out ends the session', async () => {
    const { page, context, close } = await wall.open({ account: null, path: '/signin' })
    await signIn(page, 'auditor', 'Wrong-Password-1')
    await expect
      .poll(() => page.locator('[role=alert]').innerText(), { timeout: SLOW_MS })
      .toContain('账号或密码不正确')
    await signIn(page, 'auditor', TEST_PASSWORD)
    await page.waitForURL(/work\/supervision/)
    await page.locator('main > header .menu .face').last().click()
    await page.click('[data-action=sign-out]')
    await page.waitForURL(/signin/)
    expect((await context.request.get(`${wall.server.url}/api/regions`)).status()).toBe(401)
    for (let i = 0; i < 12; i++)
      await wall.server.request(null, 'POST', '/api/session', {
        name: 'auditor',
        password: `Wrong-Password-${i}`,
      })
    await signIn(page, 'auditor', TEST_PASSWORD)
    await expect.poll(() => page.locator('[role=alert]').innerText(), { timeout: SLOW_MS }).toContain('锁定')
    await close()
  })
})
