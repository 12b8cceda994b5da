import type { Grade, OrganLevel } from '#shared/housing/grades.ts'
import type { Rng } from '../made/rng.ts'
import type { UnitDraft } from './units.ts'

/** How many of each grade lead a unit with so many office rooms, highest first; everyone else is staff. */
export const leadersOf = (unit: UnitDraft, rooms: number): (readonly [Grade, number])[] => {
  const institution = unit.record.nature === 'institution'
  const some = (share: number, low: number, high: number): number =>
    Math.max(low, Math.min(high, Math.round(rooms * share)))
  if (rooms <= 2) return [[LEAD[unit.tier].small, 1]]
  if (institution)
    return [
      [LEAD[unit.tier].small, 1],
      ...(LEAD[unit.tier].smallDeputy ? [[LEAD[unit.tier].smallDeputy!, some(0.15, 1, 3)] as const] : []),
    ]
  const own = unit.leaders && rooms > 8 ? LEAD[unit.tier].region : []
  return [...own, ...LEAD[unit.tier].unit(some)]
}

type Some = (share: number, low: number, high: number) => number
interface Lead {
  readonly small: Grade
  readonly smallDeputy: Grade | null
  readonly region: (readonly [Grade, number])[]
  readonly unit: (some: Some) => (readonly [Grade, number])[]
}

const LEAD: Readonly<Record<UnitDraft['tier'], Lead>> = {
  province: {
    small: 'division.chief',
    smallDeputy: 'division.deputy',
    region: [
      ['province.chief', 1],
      ['province.deputy', 5],
    ],
    unit: (some) => [
      ['department.chief', 1],
      ['department.deputy', some(0.05, 2, 5)],
      ['division.chief', some(0.12, 2, 30)],
      ['division.deputy', some(0.16, 2, 40)],
    ],
  },
  city: {
    small: 'section.chief',
    smallDeputy: 'section.deputy',
    region: [
      ['department.chief', 1],
      ['department.deputy', 5],
    ],
    unit: (some) => [
      ['division.chief', 1],
      ['division.deputy', some(0.1, 2, 5)],
      ['section.chief', some(0.2, 2, 20)],
      ['section.deputy', some(0.2, 2, 24)],
    ],
  },
  county: {
    small: 'section.deputy',
    smallDeputy: null,
    region: [
      ['division.chief', 1],
      ['division.deputy', 4],
    ],
    unit: (some) => [
      ['section.chief', 1],
      ['section.deputy', some(0.2, 1, 4)],
    ],
  },
  township: {
    small: 'section.deputy',
    smallDeputy: null,
    region: [],
    unit: (some) => [
      ['section.chief', 2],
      ['section.deputy', some(0.22, 2, 7)],
    ],
  },
}

const STAFF_POSTS: Readonly<Record<OrganLevel, readonly string[]>> = {
  central: ['主任科员', '科员'],
  province: ['一级主任科员', '二级主任科员', '三级主任科员', '四级主任科员', '一级科员'],
  city: ['二级主任科员', '四级主任科员', '一级科员', '二级科员', '工勤人员'],
  county: ['股长', '副股长', '一级科员', '二级科员', '办事员', '工勤人员'],
  township: ['一级科员', '二级科员', '办事员', '驻村干部', '专业技术人员'],
}

const HEAD_TITLES: readonly (readonly [RegExp, string])[] = [
  [/办事处$/, '主任'],
  [/乡人民政府$/, '乡长'],
  [/镇人民政府$/, '镇长'],
  [/厅$/, '厅长'],
  [/局$/, '局长'],
  [/法院$/, '院长'],
  [/检察院$/, '检察长'],
  [/联合会$|总工会$|协会$|红十字会$/, '主席'],
  [/部$/, '部长'],
  [/所$/, '所长'],
  [/站$/, '站长'],
  [/队$/, '队长'],
  [/委员会$/, '主任'],
]

const headTitle = (unit: UnitDraft): string =>
  HEAD_TITLES.find(([pattern]) => pattern.test(unit.record.name))?.[1] ?? '主任'

const REGION_LEADERS: Readonly<Record<UnitDraft['tier'], readonly Grade[]>> = {
  province: ['province.chief', 'province.deputy'],
  city: ['department.chief', 'department.deputy'],
  county: ['division.chief', 'division.deputy'],
  township: [],
}
const REGION_TITLES = { province: '自治区', city: '市', county: '县(市、区)', township: '' } as const

/** A post that goes with the grade in this unit. */
export const postOf = (unit: UnitDraft, grade: Grade, rng: Rng): string => {
  const region = REGION_LEADERS[unit.tier].indexOf(grade)
  if (unit.leaders && region >= 0)
    return `${REGION_TITLES[unit.tier]}${region === 0 ? '主要领导' : '分管领导'}`
  const [level, rank] = grade.split('.') as [string, string | undefined]
  if (rank === undefined) return rng.pick(STAFF_POSTS[unit.record.level])
  const head = { province: 'department', city: 'division', county: 'section', township: 'section' }[unit.tier]
  if (level === head || unit.record.nature === 'institution')
    return rank === 'chief' ? headTitle(unit) : `副${headTitle(unit)}`
  const middle = level === 'division' ? '处长' : '科长'
  return rank === 'chief' ? middle : `副${middle}`
}
