import type { Alert } from './answers.ts'
import type { Citation } from '../standards/rule.ts'
import type { EpochMs } from '../kernel/units.ts'
import type { Grade } from './grading.ts'

/** One alert as a rule makes it; when it was raised is known to who keeps it. */
export interface AlertDraft {
  /** Stable for the case: rule, place, unit. */
  readonly id: string
  readonly rule: RuleId
  /** 知悉 stands in lists and calls nobody; 提醒 and 报警 call someone. */
  readonly severity: Grade
  readonly region: string
  readonly place: string | null
  readonly placeName: string | null
  readonly unit: string | null
  readonly text: { readonly zh: string; readonly en: string }
  readonly count: number
  /** Until when the oldest case was to be mended; null or left out where the rule knows no deadline. */
  readonly dueAt?: EpochMs | null
}

interface Rule {
  readonly subject: Alert['subject']
  readonly name: { readonly zh: string; readonly en: string }
  readonly citation: Citation
}

const OFFICE_RULES = '《党政机关办公用房管理办法》(2017)'
const ENERGY_RULES = '《公共机构节能条例》(国务院令531号)'
const OWN = '本系统口径'
/** In force since 2017-12-05; the 办法 of 2011 was repealed by it. */
const VEHICLE_RULES = '《党政机关公务用车管理办法》(中办发〔2017〕71号)'

/** Rules that raise alerts, with where they stand. Thresholds that no public text gives are this system's own. */
export const ALERT_RULES = {
  'OF-02': {
    subject: 'housing',
    name: { zh: '一人占用两处以上办公用房', en: 'More than one office' },
    citation: { document: OFFICE_RULES, article: '第十九条', mark: 'S' },
  },
  'OF-04': {
    subject: 'housing',
    name: { zh: '调离、退休未腾退', en: 'Office kept after leaving' },
    citation: { document: OFFICE_RULES, article: '第十九条', mark: 'S' },
  },
  'OF-07': {
    subject: 'housing',
    name: { zh: '办公用房超标准', en: 'Office over its limit' },
    citation: { document: OFFICE_RULES, article: '第十九条', mark: 'S' },
  },
  'OF-12': {
    subject: 'housing',
    name: { zh: '未办权属证', en: 'No ownership certificate' },
    citation: { document: OFFICE_RULES, article: '第二章', mark: 'S' },
  },
  'OF-14': {
    subject: 'housing',
    name: { zh: '长期闲置', en: 'Long vacant' },
    citation: { document: OWN, article: '闲置天数阈值', mark: 'D' },
  },
  'VH-01': {
    subject: 'vehicle',
    name: { zh: '用车登记不全', en: 'Trip registered incompletely' },
    citation: {
      document: VEHICLE_RULES,
      article: '使用登记条(条号待核);六项内容出自已于 2017-12-05 废止的 2011 年办法第十六条(二)',
      mark: 'S',
    },
  },
  'VH-03': {
    subject: 'vehicle',
    name: { zh: '非定点加油、维修、保险', en: 'Vendor not listed' },
    citation: { document: '《机关事务管理条例》(国务院令621号)', article: '第二十六条;定点制度', mark: 'S' },
  },
  'VH-04': {
    subject: 'vehicle',
    name: { zh: '未登记统一标识', en: 'No sticker number' },
    citation: { document: '北京市公务用车标识化管理(2018)', article: 'VH-04', mark: 'S' },
  },
  'VH-07': {
    subject: 'vehicle',
    name: { zh: '还车登记与轨迹不符', en: 'Return differs from the track' },
    citation: { document: '莆田市公务用车监督实践(虚报台班)', article: 'VH-07', mark: 'S' },
  },
  'VH-14': {
    subject: 'vehicle',
    name: { zh: '油耗超核定', en: 'Fuel over the norm' },
    citation: { document: '莆田市公务用车监督实践', article: 'VH-14', mark: 'S' },
  },
  'VH-15': {
    subject: 'vehicle',
    name: { zh: '超编制、超标准或登记不合规', en: 'Over quota, over standard or wrongly registered' },
    citation: {
      document: '《机关事务管理条例》(国务院令621号)',
      article: '第二十五条、第三十二条(四)仅及禁止性规定;价格、排气量上限按中办发〔2017〕71号(转引)',
      mark: 'T',
    },
  },
  'VH-16': {
    subject: 'vehicle',
    name: { zh: '运维费用无任务关联或要素不全', en: 'Cost without a trip or items' },
    citation: {
      document: '江苏省机关事务管理局 公务用车运维费数据(2026-01-30)',
      article: 'VH-16',
      mark: 'S',
    },
  },
  'VH-17': {
    subject: 'vehicle',
    name: { zh: '社会化租赁登记不全', en: 'Rental registered incompletely' },
    citation: { document: 'DB32/T 3826-2020', article: '7.17 社会车辆租赁派车', mark: 'S' },
  },
  'VT-01': {
    subject: 'vehicle',
    name: { zh: '派车单、轨迹、费用三方校核不符', en: 'Order, track and cost disagree' },
    citation: { document: OWN, article: '三方校核容差', mark: 'D' },
  },
  'VO-01': {
    subject: 'vehicle',
    name: { zh: '派车单环节超时', en: 'Order step past its limit' },
    citation: { document: '平台发布的派车环节时限', article: '缺省为本系统口径', mark: 'D' },
  },
  'VD-01': {
    subject: 'vehicle',
    name: { zh: '驾驶员与派车单不符', en: 'Another driver than the order names' },
    citation: { document: OWN, article: '驾驶员身份(JT/T 808 0x0702)与派车单比对', mark: 'D' },
  },
  'VH-02': {
    subject: 'vehicle',
    name: { zh: '节假日未封存或未定点停放', en: 'Not sealed on a holiday or parked elsewhere' },
    citation: {
      document: VEHICLE_RULES,
      article: '使用管理条(条号待核):节假日封存停驶、回单位停放(文字出自已于 2017-12-05 废止的 2011 年办法)',
      mark: 'S',
    },
  },
  'VH-05': {
    subject: 'vehicle',
    name: { zh: '非工作时段用车', en: 'Driven outside hours' },
    citation: {
      document: '北京市公务用车管理实践(北斗定位、非工作时段用车自动报警)',
      article: 'VH-05',
      mark: 'S',
    },
  },
  'VH-06': {
    subject: 'vehicle',
    name: { zh: '无派单出车', en: 'Driven without an order' },
    citation: { document: '莆田市公务用车监督实践', article: 'VH-06', mark: 'S' },
  },
  'VH-08': {
    subject: 'vehicle',
    name: { zh: '敏感地带停留', en: 'Stop in a sensitive place' },
    citation: { document: '莆田市公务用车监督实践', article: 'VH-08', mark: 'S' },
  },
  'VH-09': {
    subject: 'vehicle',
    name: { zh: '越界', en: 'Outside its fence' },
    citation: { document: '贵州省公务用车管理实践(电子围栏监控)', article: 'VH-09', mark: 'S' },
  },
  'VH-10': {
    subject: 'vehicle',
    name: { zh: '超速', en: 'Overspeed' },
    citation: {
      document: '《道路交通安全法实施条例》(国务院令第405号)',
      article: '第四十五条、第七十八条及道路限速标志;终端报警位 1 只是输入之一',
      mark: 'S',
    },
  },
  'VH-11': {
    subject: 'vehicle',
    name: { zh: '长时间停留', en: 'Long stop away' },
    citation: { document: OWN, article: '停留时长(JT/T 808 报警位 19)', mark: 'D' },
  },
  'VH-12': {
    subject: 'vehicle',
    name: { zh: '离线或终端异常', en: 'Silent or tampered terminal' },
    citation: { document: 'JT/T 808', article: '报警位 5、6、8', mark: 'V' },
  },
  'VA-01': {
    subject: 'vehicle',
    name: { zh: '终端报警', en: 'Terminal alarm' },
    citation: { document: 'JT/T 808', article: '报警标志位', mark: 'V' },
  },
  'EN-01': {
    subject: 'energy',
    name: { zh: '夜间基础负荷偏高', en: 'High night load' },
    citation: {
      document: ENERGY_RULES,
      article: '第十四条 实时监测;夜间占白天 60 %、80 % 的判据为本系统口径',
      mark: 'D',
    },
  },
  'EN-05': {
    subject: 'energy',
    name: { zh: '用能超定额进度', en: 'Ahead of its energy quota' },
    citation: {
      document: ENERGY_RULES,
      article: '第十六、十七条 超定额应作出说明;进度判据为本系统口径,定额参照外省标准',
      mark: 'D',
    },
  },
  'EA-01': {
    subject: 'energy',
    name: { zh: '夜间负荷高于自身基线', en: 'Night load above its own baseline' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'EA-02': {
    subject: 'energy',
    name: { zh: '休息日按工作日用能', en: 'Rest day used like a working day' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'EA-03': {
    subject: 'energy',
    name: { zh: '用电突变', en: 'Sudden change of use' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'EA-04': {
    subject: 'energy',
    name: { zh: '读数不变', en: 'Flat line' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'EA-05': {
    subject: 'energy',
    name: { zh: '空置楼仍有负荷', en: 'Empty building with a load' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'EA-06': {
    subject: 'energy',
    name: { zh: '读数缺失', en: 'Readings missing' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'EA-07': {
    subject: 'energy',
    name: { zh: '夜间持续用水', en: 'Water runs at night' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'EA-08': {
    subject: 'energy',
    name: { zh: '总分不平衡', en: 'Parts do not sum to the whole' },
    citation: { document: ENERGY_RULES, article: '第十四条 实时监测;判据为本系统口径', mark: 'D' },
  },
  'DQ-01': {
    subject: 'data',
    name: { zh: '数据未过校验', en: 'Records in quarantine' },
    citation: {
      document: '广西 DB45/T 办公用房管理平台使用管理规范',
      article: '数据准确性、完整性检查核实',
      mark: 'S',
    },
  },
  'DQ-02': {
    subject: 'data',
    name: { zh: '数据来源中断', en: 'Source interrupted' },
    citation: { document: OWN, article: '来源中断', mark: 'D' },
  },
  'DQ-04': {
    subject: 'data',
    name: { zh: '节假日安排缺失或将到期', en: 'Calendar missing or ending' },
    citation: { document: OWN, article: '国务院办公厅年度节假日安排载入', mark: 'D' },
  },
  'DQ-03': {
    subject: 'data',
    name: { zh: '定位整体偏移', en: 'Positions shifted' },
    citation: { document: OWN, article: '夜间停放位置与车场比对', mark: 'D' },
  },
} as const satisfies Record<string, Rule>
export type RuleId = keyof typeof ALERT_RULES

/** The worse of two. */
export const worse = (a: 'yellow' | 'red', b: 'yellow' | 'red'): 'yellow' | 'red' =>
  a === 'red' || b === 'red' ? 'red' : 'yellow'
