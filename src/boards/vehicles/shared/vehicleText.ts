import figures from './words/figuresMessages.ts'
import indices from './words/indicesMessages.ts'
import orders from './words/ordersMessages.ts'
import verdict from './words/verdictMessages.ts'
import records from './words/recordsMessages.ts'

/** Words of the vehicle ledger that its panels, page and cards share. */
export default {
  zh: { ...figures.zh, ...indices.zh, ...orders.zh, ...verdict.zh, ...records.zh },
  en: { ...figures.en, ...indices.en, ...orders.en, ...verdict.en, ...records.en },
}
