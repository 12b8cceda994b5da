import { ledgerVerdict } from '../../common/verdict/ledgerVerdict.ts'

/** Below it someone must act: where the index has its first class. */
const SEVERE = 40

export default ledgerVerdict({
  id: 'use',
  question: { zh: '车辆用起来了吗?', en: 'Vehicles in use?' },
  scenes: { vehicles: 20 },
  better: 'more',
  by: { index: 'vehicleUse' },
  severe: () => SEVERE,
})
