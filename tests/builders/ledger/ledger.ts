import { makeHousing, type Housing, type HousingDeps } from '../../../server/housing/module.ts'
import type { Ingest } from '../../../server/intake/ledger/ingest.ts'
import { makeLedgerIngest, type LedgerDeps } from '../../../server/intake/ledger/module.ts'
import { defaultRules } from '../../../src/shared/standards/tables.ts'

/** The ledger and housing, which sums it, over one database. */
export type Ledger = Housing & { readonly ingest: Ingest }

export const makeLedger = ({
  audit,
  rules = defaultRules,
  ...deps
}: Omit<LedgerDeps, 'summing' | 'tree'> & Pick<HousingDeps, 'audit'>): Ledger => {
  const { db, clock } = deps
  const housing = makeHousing({ db, clock, rules, ledger: () => ingest, ...(audit ? { audit } : {}) })
  const publish: LedgerDeps['publish'] = (changes) => {
    housing.worst.ledgerChanged(changes)
    deps.publish(changes)
  }
  const ingest = makeLedgerIngest({ ...deps, publish, rules, summing: housing.summing, tree: housing.tree })
  return { ...housing, ingest }
}
