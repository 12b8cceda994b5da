import { MEASURES, measuresToArray } from '../../../src/shared/indices/measures.ts'
import type { Contract } from '../../../src/shared/kernel/contract.ts'
import { PARAMETERS, defaultOf } from '../../../src/shared/standards/register.ts'
import { sample, type ByName, type Fill } from './sample.ts'

/** Every contract that a screen can call, found by its subject's folder. */
const modules = import.meta.glob<Record<string, Record<string, Contract>>>(
  '../../../src/shared/*/*outes.ts',
  { eager: true },
)
const CONTRACTS: readonly Contract[] = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter((part) => typeof part === 'object' && part !== null)
  .flatMap((part) => Object.values(part))
  .filter((part) => typeof part?.url === 'string')

/** 2026-06-15 10:07 in UTC+8, a Monday. */
export const NOW = Date.parse('2026-06-15T10:07:00+08:00')
const HOUR = 3_600_000

/** What the screen stands in, from the province to a room. */
export const PATH = [
  { id: '450000', kind: 'province', name: '广西壮族自治区' },
  { id: '450100', kind: 'city', name: '南宁市' },
  { id: '450103', kind: 'county', name: '青秀区' },
  { id: 'C1', kind: 'compound', name: '一号院' },
  { id: 'B1', kind: 'building', name: '一号楼' },
  { id: 'F1', kind: 'floor', name: '三层' },
] as const

const measuresOf = (nth: number, fill: Fill): number[] =>
  fill === 'full' ? measuresToArray(Object.fromEntries(MEASURES.map((name, i) => [name, 40 + i + nth]))) : measuresToArray({})

const TIMES_PAST =
  /^(at|asOf|from|start|begin|firstAt|lastAt|since|seenAt|actedAt|pairedAt|judgedAt|toldAt|madeAt|updatedAt|receivedAt|last|lastSignIn|handedOverAt|returnedAt|firstMovingAt|lastMovingAt|gasUntil|now)$/
const TIMES_AHEAD = /^(to|end|until|due|dueAt|endsAt|expiresAt)$/
const QUARTERS = /^(today|yesterday|km|movingMs)$/
const MONTHS = /^(budget|actual|projection)$/
const series = (count: number, until: number): (number | null)[] =>
  Array.from({ length: count }, (_, i) => (i < until ? 2 + (i % 7) : null))
const YEAR = 2026

/** Values that mean something, by the names that the contracts give them. */
const byName: ByName = (path, nth, fill) => {
  const name = path.at(-1) ?? ''
  if (name === 'measures') return measuresOf(nth, fill)
  if (TIMES_PAST.test(name)) return NOW - nth * HOUR
  if (TIMES_AHEAD.test(name)) return NOW + (nth + 1) * HOUR
  if (/[yY]ear$/.test(name)) return YEAR
  if (/^(path)$/.test(name)) return PATH
  if (fill !== 'empty' && QUARTERS.test(name) && path.length > 1) return series(96, 40).map((v) => v ?? null)
  if (fill !== 'empty' && MONTHS.test(name)) return series(12, 6)
  if (/^(month|energyFrom|energyTo|period)$/.test(name)) return `2026-0${5 - (nth % 3)}`
  if (/^(months|known)$/.test(name)) return fill === 'empty' ? [] : ['2026-03', '2026-04', '2026-05']
  if (/^(day|days|validFrom|validTo|overrunDay|effectiveFrom)$/.test(name)) return `2026-06-1${4 - (nth % 3)}`
  if (/^(lon|x)$/.test(name)) return 108.3 + nth / 100
  if (/^(lat|y)$/.test(name)) return 22.8 + nth / 100
  if (/share$/i.test(name)) return 0.4
  if (name === 'bounds') return [107, 22, 109, 24]
  if (name === 'region') return '450103'
  if (name === 'name' && path.length > 1) return `名称${nth + 1}`
  return undefined
}

export interface Asked {
  readonly contract: Contract
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

const revisionOf = (value: unknown) => ({
  version: 1,
  value,
  effectiveFrom: '2026-05-01',
  reason: '按新办法',
  basis: '某办法第三条',
  by: 'manager',
  at: NOW - 40 * 24 * HOUR,
})

type Patch = (answer: Record<string, unknown>, asked: Asked, fill: Fill) => unknown
/** What must fit together beyond what a schema says. */
const PATCHES: Readonly<Record<string, Patch>> = {
  '/api/regions': (answer, _asked, fill) => ({
    ...answer,
    regions: PATH.slice(0, 3)
      .map((step, i) => ({
        id: step.id,
        parent: PATH[i - 1]?.id ?? null,
        kind: step.kind,
        name: step.name,
        center: [108.3, 22.8],
        geometry: [],
        measures: measuresOf(i, fill),
      }))
      .concat(
        fill === 'empty'
          ? []
          : [
              {
                id: '450105',
                parent: '450100',
                kind: 'county',
                name: '江南区',
                center: [108.2, 22.7],
                geometry: [],
                measures: measuresOf(9, fill),
              },
            ],
      ),
    ...(answer.unit ? { unit: undefined } : {}),
  }),
  '/api/places/:id': (answer, { params }) => {
    const depth = Math.max(
      PATH.findIndex(({ id }) => id === params.id),
      0,
    )
    const { unit: _unit, ...rest } = answer
    return { ...rest, id: params.id, kind: PATH[depth]?.kind, name: PATH[depth]?.name, path: PATH.slice(0, depth + 1) }
  },
  '/api/standards/parameters': (answer, _asked, fill) => ({
    ...answer,
    rows: PARAMETERS.map((parameter, i) => ({
      key: parameter.key,
      value: defaultOf(parameter),
      latest: fill === 'full' && i % 4 === 0 ? 1 : 0,
      revised: fill === 'full' && i % 4 === 0 ? revisionOf(defaultOf(parameter)) : null,
      next: null,
    })),
    calendarYears: fill === 'full' ? [2025, 2026, 2027] : [],
  }),
}

/** The contract's answer to a request, as JSON. */
export const answerOf = (asked: Asked, fill: Fill): unknown => {
  const drawn = sample(asked.contract.response, fill, byName)
  const patch = PATCHES[asked.contract.url]
  return patch ? patch(drawn as Record<string, unknown>, asked, fill) : drawn
}

const matches = ({ method, url }: Contract, asked: string, path: string): Record<string, string> | null => {
  if (method !== asked) return null
  const [want, have] = [url.split('/'), path.split('/')]
  if (want.length !== have.length) return null
  const params: Record<string, string> = {}
  for (const [i, part] of want.entries())
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(have[i] as string)
    else if (part !== have[i]) return null
  return params
}
/** What is asked, in words of the contracts; null where no contract has it. A plain path wins over one with a parameter. */
export const askedOf = (method: string, address: string): Asked | null => {
  const { pathname, searchParams } = new URL(address, 'http://screen.test')
  return (
    CONTRACTS.flatMap((contract) => {
      const params = matches(contract, method, pathname)
      return params ? [{ contract, params, query: searchParams }] : []
    }).sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length)[0] ?? null
  )
}
