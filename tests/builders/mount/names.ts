import { costKindSchema } from '../../../src/shared/vehicles/collections/vehicle-costs.ts'
import type { ByName, Fill } from './sample.ts'
import { MEASURES, measuresToArray, type Measures } from '../../../src/shared/indices/measures.ts'

/** 2026-06-15 10:07 in UTC+8, a Monday. */
export const NOW = Date.parse('2026-06-15T10:07:00+08:00')
const HOUR = 3_600_000

/** What the screen stands in, from the province to a floor. */
export const PATH = [
  { id: '450000', kind: 'province', name: '广西壮族自治区' },
  { id: '450100', kind: 'city', name: '南宁市' },
  { id: '450103', kind: 'county', name: '青秀区' },
  { id: 'C1', kind: 'compound', name: '一号院' },
  { id: 'B1', kind: 'building', name: '一号楼' },
  { id: 'F1', kind: 'floor', name: '三层' },
] as const

/** Parts that are no larger than what they are part of. */
const PARTS: Partial<Measures> = {
  overRooms: 9,
  idleRooms: 7,
  workstationsUsed: 30,
  overAreaDm2: 4_000,
  idleDm2: 6_000,
  certifiedDm2: 90_000,
  fieldsFilled: 380,
  checksFailed: 4,
  recordsFresh: 390,
  vehicleDaysUsed: 200,
}
export const measuresOf = (nth: number, fill: Fill): number[] =>
  fill === 'full'
    ? measuresToArray(
        Object.fromEntries(
          MEASURES.map((name) => [name, (PARTS[name] ?? (name.endsWith('Dm2') ? 100_000 : 400)) + nth]),
        ),
      )
    : measuresToArray({})

const series = (count: number, until: number): (number | null)[] =>
  Array.from({ length: count }, (_, i) => (i < until ? 2 + (i % 7) : null))

const STATUSES = ['approved', 'dispatched', 'underway', 'returned', 'cancelled']
const PURPOSES = ['documents', 'emergency', 'law', 'survey', 'meeting', 'service', 'other']
const ITEMS = ['total', '01A00', '01B00', '01C00', '01D00', 'water']
const FACTS = ['address', 'structure', 'builtYear']
const CATEGORIES = ['confidential', 'emergency', 'law', 'special', 'other']
const ANOMALIES = { 'night-high': 2, jump: 1, gap: 3 }
const SETTINGS: Readonly<Record<string, (nth: number) => unknown>> = {
  status: (nth) => STATUSES[nth % STATUSES.length],
  item: (nth) => ITEMS[nth % ITEMS.length],
  purpose: (nth) => PURPOSES[nth % PURPOSES.length],
  key: (nth) => FACTS[nth % FACTS.length],
  category: (nth) => CATEGORIES[nth % CATEGORIES.length],
  categories: () => CATEGORIES,
  byKind: () => ANOMALIES,
  values: (nth) => ({
    minutes: 12,
    metres: 340,
    registered: 8,
    driven: 9.5,
    planned: 7,
    due: 6,
    points: 0,
    records: 100,
    fields: 'km',
    kind: costKindSchema.options[nth % costKindSchema.options.length],
  }),
  path: () => PATH,
  bounds: () => [107, 22, 109, 24],
  region: () => '450103',
  phone: () => '13800001234',
  plate: (nth) => `桂A·1234${nth}`,
}

type Rule = readonly [RegExp, (nth: number, fill: Fill) => unknown]
const RULES: readonly Rule[] = [
  [
    /^(at|asOf|from|start|begin|firstAt|lastAt|since|seenAt|actedAt|pairedAt|judgedAt|toldAt|madeAt|updatedAt|receivedAt|last|lastSignIn|handedOverAt|returnedAt|firstMovingAt|lastMovingAt|now)$/,
    (nth) => NOW - nth * HOUR,
  ],
  [/^(to|end|until|due|dueAt|endsAt|expiresAt)$/, (nth) => NOW + (nth + 1) * HOUR],
  [/^(year|\w+Year)$/, () => 2026],
  [/^(today|yesterday)$/, (_, fill) => (fill === 'empty' ? [] : series(96, 40))],
  [/^(km|movingMs)$/, (_, fill) => (fill === 'empty' ? [] : series(96, 96))],
  [/^(budget|actual|projection)$/, (_, fill) => (fill === 'empty' ? [] : series(12, 6))],
  [/^(months|known)$/, (_, fill) => (fill === 'empty' ? [] : ['2026-03', '2026-04', '2026-05'])],
  [/^(month|energyFrom|energyTo|period)$/, (nth) => `2026-0${5 - (nth % 3)}`],
  [
    /^(day|days|validFrom|validTo|stateSince|since|from|to|overrunDay|gasUntil)$/,
    (nth) => `2026-06-1${4 - (nth % 3)}`,
  ],
  [/^lon$/, (nth) => 108.3 + nth / 100],
  [/^lat$/, (nth) => 22.8 + nth / 100],
  [/share$/i, () => 0.4],
]

/** Values that mean something, by the names that the contracts give them. What does not fit the schema is passed over. */
export const byName =
  (masked: boolean): ByName =>
  (path, nth, fill) => {
    const name = path.at(-1) ?? ''
    if (name === 'measures') return [measuresOf(nth, fill)]
    if (name === 'masked') return [masked]
    if (masked && name === 'plate') return [`桂A·***${nth}4`]
    if (masked && name === 'phone') return ['138****1234']
    if (name === 'name' && /driver|occupants|spells/i.test(path.join('.'))) return [masked ? '张*' : '张三']
    const fixed = SETTINGS[name]
    return [
      ...(fixed ? [fixed(nth)] : []),
      ...RULES.filter(([of]) => of.test(name)).map(([, make]) => make(nth, fill)),
    ]
  }
