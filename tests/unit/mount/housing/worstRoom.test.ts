// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { housingContracts } from '../../../../src/shared/housing/routes.ts'
import { supervisionContracts } from '../../../../src/shared/supervision/routes.ts'
import { alertRowsContracts } from '../../../../src/shared/supervision/rowRoutes.ts'
import { useAlertsStore, useViewStore } from '../../../../src/state/stores/index.ts'
import { DAY_MS } from '../../../../src/shared/kernel/time/time.ts'
import { give, sentTo } from '../../../builders/mount/given.ts'
import { read } from '../../../builders/mount/hand.ts'
import { NOW } from '../../../builders/mount/names.ts'
import { useScreen } from '../../../builders/mount/screen.ts'
import { settled, type Stage } from '../../../builders/mount/stage.ts'

const screen = useScreen()
/** Cases of a county, more than one page tells, the longest idle last. */
const MANY = 640
const ROOM = `room-${MANY - 1}`

const arrange = (stage: Stage): void => {
  useViewStore().setIndex('idle')
  give(stage, housingContracts.worst, (drawn) => {
    const [step] = drawn.steps
    const steps = (['compound', 'building', 'floor'] as const).map((kind) => ({
      ...step!,
      kind,
      id: `${kind}-1`,
    }))
    return { ...drawn, path: [{ id: '450103', name: '青秀区' }], steps }
  })
  give(stage, housingContracts.interior, (drawn) => {
    const [floor] = drawn.floors
    const [room] = floor!.rooms
    const rooms = [{ ...room!, id: ROOM, state: 'idle' as const, idleDays: 171 }]
    return { ...drawn, floors: [{ ...floor!, id: 'floor-1', rooms }] }
  })
  give(stage, alertRowsContracts.alertRows, (drawn, { query }) => {
    const all = Array.from({ length: MANY }, (_, i) => ({
      ...drawn.rows[0]!,
      id: `room-${i}`,
      since: NOW - 171 * DAY_MS,
      dueAt: null,
    }))
    const asked = all.filter(({ id }) => id === (query.get('row') ?? id))
    return { ...drawn, total: MANY, rows: asked.slice(0, Number(query.get('limit') ?? 200)) }
  })
}

describe('the room of the worst place', () => {
  it('says since when it is a case, however many cases of its county stand before it', async () => {
    const stage = await screen.panel('worst-live', {
      before: (made) => {
        arrange(made)
        give(made, supervisionContracts.alerts, (drawn) => ({
          ...drawn,
          alerts: [
            { ...drawn.alerts[0]!, id: 'OF-14:450103', rule: 'OF-14', region: '450103', place: '450103' },
          ],
        }))
      },
    })
    await useAlertsStore().load('450100')
    await settled()
    expect(read('.owner')).toContain('已 171 天')
    expect(sentTo(stage, alertRowsContracts.alertRows).map(({ query }) => query)).toEqual([
      { row: ROOM, limit: '1' },
    ])
  })
})
