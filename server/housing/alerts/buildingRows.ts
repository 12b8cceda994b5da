import { sql } from 'kysely'
import { toSquareMetres } from '#shared/kernel/units.ts'
import type { AlertRowFamily } from '../../common/ports/alertRows.ts'
import { pageOfFound } from '../../common/rows/foundRows.ts'
import { BARE_ROW, type Case } from '../../common/rows/page.ts'
import type { HousingFamilyDeps } from './families.ts'

interface BuildingCase extends Case {
  readonly name: string
  readonly compoundName: string
}

/** OF-12. */
export const uncertified = ({ db }: HousingFamilyDeps): AlertRowFamily => ({
  rules: ['OF-12'],
  kind: 'building',
  counts: { zh: '处', en: 'buildings', one: 'building' },
  amount: () => ({
    name: { zh: '建筑面积', en: 'gross area' },
    unit: { zh: 'm²', en: 'm²' },
    decimals: 0,
  }),
  grades: () => ({ red: { zh: '报警', en: 'alarm' }, yellow: { zh: '未办证', en: 'not certified' } }),
  formula: () => ({ zh: '台账中没有权属证', en: 'the ledger has no ownership certificate' }),
  read: async (query) => {
    const { cases, ...page } = await pageOfFound<BuildingCase>(
      db,
      sql`select b.id, b.name, c.name as "compoundName", b.gross_dm2::float8 as rank, 'yellow' as severity
        from buildings b join compounds c on c.id = b.compound where not b.certified and b.county = ${query.alert.region}`,
      query,
    )
    return {
      ...page,
      rows: cases.map(({ id, name, compoundName, rank, severity }) => ({
        ...BARE_ROW,
        id,
        severity,
        opens: { kind: 'building' as const, id, at: id },
        name,
        compound: compoundName,
        building: name,
        amount: toSquareMetres(rank),
      })),
    }
  },
})
