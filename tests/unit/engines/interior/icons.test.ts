/** Signs of rooms: which of them a use has, and in which order words and signs give way. */
import { describe, expect, it } from 'vitest'
import { roomLabel } from '../../../../src/engines/interior/labels/labels.ts'
import { BuildingView } from '../../../../src/engines/interior/building/BuildingView.ts'
import { makePalette } from '../../../../src/engines/interior/palette.ts'
import { iconOf } from '../../../../src/layers/interior/icons.ts'
import { ROOM_USES } from '../../../../src/shared/housing/rooms.ts'
import { ROOM_ICONS } from '../../../../src/shared/scene/roomIcons.ts'
import { officeBuilding } from '../../../builders/records/officeBuilding.ts'
import { OPTIONS } from '../fakeEngine.ts'

const palette = makePalette(OPTIONS)
const view = new BuildingView(officeBuilding({ above: 1, below: 0, bays: 3 }), palette)
const floor = view.floors[0]!
const signsOf = (icon: 'meeting' | null, said: { isAside?: boolean; remark?: string } = {}) =>
  roomLabel(
    { ...floor.model.rooms[0]!, number: '101', label: '会议室', icon },
    floor,
    () => 0,
    { palette, sizePx: 16, ratio: 1 },
    { isChosen: false, isAside: false, remark: '', ...said },
  ).signs.map(({ glyph, lines }) => [glyph?.icon ?? '', ...lines.map(({ text }) => text)].join(' ').trim())

describe('the sign of a room', () => {
  it('is one of the known ones for every use but an office’s', () => {
    for (const [category, uses] of Object.entries(ROOM_USES))
      for (const use of uses) {
        const icon = iconOf({ use, category: category as keyof typeof ROOM_USES })
        expect([use, category === 'office' ? icon === undefined : ROOM_ICONS.includes(icon!)]).toEqual([
          use,
          true,
        ])
      }
  })

  it('is its category’s for a use that is told in other words, none where that says nothing', () => {
    expect(iconOf({ use: '母婴室', category: 'service' })).toBe('service')
    expect(iconOf({ use: '母婴室', category: 'auxiliary' })).toBeUndefined()
  })

  it('stands over the words, then for them, then alone; a room without one has its number', () => {
    expect(signsOf('meeting')).toEqual(['meeting 101 会议室', '101 会议室', 'meeting 101', 'meeting', '101'])
    expect(signsOf(null)).toEqual(['101 会议室', '101'])
  })

  it('gives way to what stands out of a room, and to a chosen one', () => {
    expect(signsOf('meeting', { remark: '闲置' })).toEqual(['101 闲置', '闲置', '101'])
    expect(signsOf('meeting', { isAside: true })).toEqual(['101'])
  })
})
