import type { Contract } from '../../../src/shared/kernel/contract.ts'
import { PARAMETERS, defaultOf } from '../../../src/shared/standards/register.ts'
import { byName, measuresOf, NOW, PATH } from './names.ts'
import { sample, type Fill } from './sample.ts'

/** Every contract that a screen can call, found by its subject's folder. */
const modules = import.meta.glob<Record<string, Record<string, Contract>>>(
  '../../../src/shared/*/*outes.ts',
  { eager: true },
)
export const CONTRACTS: readonly Contract[] = Object.values(modules)
  .flatMap((module) => Object.values(module))
  .filter((part) => typeof part === 'object' && part !== null)
  .flatMap((part) => Object.values(part))
  .filter((part) => typeof part?.url === 'string')

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
  at: NOW - 3_456_000_000,
})

const REGIONS = [
  ...PATH.slice(0, 3).map(({ id, kind, name }, i) => ({ id, kind, name, parent: PATH[i - 1]?.id ?? null })),
  { id: '450105', kind: 'county', name: '江南区', parent: '450100' },
]

type Patch = (answer: Record<string, unknown>, asked: Asked, fill: Fill) => unknown
/** What must fit together beyond what a schema says. */
const PATCHES: Readonly<Record<string, Patch>> = {
  '/api/ground': (answer) => ({ ...answer, kind: null, state: 'none', sentence: null }),
  '/api/ground/labels': (answer) => ({ ...answer, kind: null, state: 'none', sentence: null }),
  '/api/regions': (answer, _asked, fill) => ({
    ...answer,
    regions: REGIONS.slice(0, fill === 'empty' ? 3 : 4).map((region, i) => ({
      ...region,
      center: [108.3, 22.8],
      measures: measuresOf(i, fill),
    })),
    unit: undefined,
  }),
  '/api/places/:id': (answer, { params }) => {
    const depth = Math.max(
      PATH.findIndex(({ id }) => id === params.id),
      0,
    )
    const { unit: _unit, ...rest } = answer
    return {
      ...rest,
      id: params.id,
      kind: PATH[depth]?.kind,
      name: PATH[depth]?.name,
      path: PATH.slice(0, depth + 1),
    }
  },
  /** A unit's, where one asks of a unit. */
  '/api/vehicles/figures': (answer, { query }) => ({
    ...answer,
    id: query.get('unit') ?? query.get('region') ?? '450100',
    kind: query.has('unit') ? 'unit' : 'region',
  }),
  '/api/history/measures': (answer, _asked, fill) => ({
    ...answer,
    rows: fill === 'empty' ? [] : PATH.map(({ id }, i) => ({ id, measures: measuresOf(i, fill) })),
    unit: undefined,
  }),
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
export const answerOf = (asked: Asked, fill: Fill, masked = false): unknown => {
  const drawn = sample(asked.contract.response, fill, byName(masked))
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
