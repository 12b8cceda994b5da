/** Names of organs as the administrative tiers have them; institutions are made by topic and kind. */
export interface OrganName {
  readonly name: string
  /** 党委 人大 政府 政协 offices, where the region's own leaders sit. */
  readonly leaders?: boolean
  readonly mass?: boolean
  /** Relative number of rooms. */
  readonly size?: number
}

const LEADING: Readonly<Record<'province' | 'city' | 'county', readonly OrganName[]>> = {
  province: ['党委办公厅', '人民代表大会常务委员会办公厅', '人民政府办公厅', '政协办公厅'].map((name) => ({
    name,
    leaders: true,
    size: 2,
  })),
  city: ['委办公室', '人民代表大会常务委员会办公室', '人民政府办公室', '政协办公室'].map((name) => ({
    name,
    leaders: true,
    size: 1.8,
  })),
  county: ['委办公室', '人民代表大会常务委员会办公室', '人民政府办公室', '政协办公室'].map((name) => ({
    name,
    leaders: true,
    size: 1.8,
  })),
}

/** 纪委监委 and the 党委 departments. */
const PARTY = [
  '纪委监委机关',
  '党委组织部',
  '党委宣传部',
  '党委统战部',
  '党委政法委员会',
  '党委机构编制委员会办公室',
  '党委巡视工作领导小组办公室',
  '党委直属机关工作委员会',
  '党委老干部局',
  '党委网络安全和信息化委员会办公室',
]

/** Stems of government departments: 厅 or 委员会 at the province, 局 below. */
const GOVERNMENT: readonly (readonly [stem: string, province: string, size?: number])[] = [
  ['发展和改革', '委员会', 1.4],
  ['财政', '厅', 1.3],
  ['教育', '厅', 1.2],
  ['科学技术', '厅'],
  ['工业和信息化', '厅'],
  ['民族宗教事务', '委员会'],
  ['公安', '厅', 2.4],
  ['民政', '厅'],
  ['司法', '厅'],
  ['人力资源和社会保障', '厅', 1.3],
  ['自然资源', '厅', 1.3],
  ['生态环境', '厅', 1.1],
  ['住房和城乡建设', '厅', 1.2],
  ['交通运输', '厅', 1.2],
  ['水利', '厅', 1.1],
  ['农业农村', '厅', 1.3],
  ['商务', '厅'],
  ['文化和旅游', '厅'],
  ['卫生健康', '委员会', 1.2],
  ['退役军人事务', '厅'],
  ['应急管理', '厅', 1.1],
  ['审计', '厅'],
  ['外事', '办公室'],
  ['国有资产监督管理', '委员会'],
  ['林业', '局', 1.1],
  ['市场监督管理', '局', 1.6],
  ['广播电视', '局'],
  ['体育', '局'],
  ['统计', '局'],
  ['医疗保障', '局'],
  ['地方金融管理', '局'],
  ['信访', '局'],
  ['粮食和物资储备', '局'],
  ['大数据发展', '局'],
  ['乡村振兴', '局'],
  ['海洋', '局'],
  ['药品监督管理', '局'],
  ['数据管理', '局'],
  ['城市管理', '局', 1.2],
  ['投资促进', '局'],
  ['糖业发展', '办公室'],
]

const JUSTICE: readonly OrganName[] = [
  { name: '人民法院', size: 1.8 },
  { name: '人民检察院', size: 1.5 },
]
const MASS = [
  '总工会',
  '妇女联合会',
  '科学技术协会',
  '残疾人联合会',
  '归国华侨联合会',
  '文学艺术界联合会',
  '红十字会',
  '工商业联合会',
]

const organsOf = (tier: 'province' | 'city' | 'county'): OrganName[] => {
  const party = PARTY.map((name) => ({ name: tier === 'province' ? name : name.replace('党委', '委') }))
  const government = GOVERNMENT.map(([stem, end, size]) => ({
    name: stem + (tier === 'province' ? end : '局'),
    size: size ?? 0.9,
  }))
  const league = { name: tier === 'province' ? '团委' : '共青团委员会', mass: true, size: 0.5 }
  return [
    ...LEADING[tier],
    ...party,
    ...government,
    ...JUSTICE,
    league,
    ...MASS.map((name) => ({ name, mass: true, size: 0.5 })),
  ]
}

export const ORGANS = {
  province: organsOf('province'),
  city: organsOf('city'),
  county: organsOf('county'),
} as const

const SERVICE_KINDS = [
  '服务中心',
  '事务中心',
  '信息中心',
  '保障中心',
  '培训中心',
  '发展中心',
  '指导中心',
  '档案中心',
] as const
const TECHNICAL_KINDS = ['监测站', '技术推广站', '研究所', '检测中心', '工作站'] as const
const FIELD_KINDS = ['管理所', '综合执法大队', '管理站', '应急抢险队'] as const
const SERVICE_TOPICS = [
  '教育',
  '财政国库',
  '人才',
  '社会保险',
  '不动产登记',
  '住房保障',
  '退役军人',
  '审计',
  '统计',
  '医疗保障',
  '信访',
  '粮食和物资',
  '大数据',
  '乡村振兴',
  '公共资源交易',
  '政务服务',
  '机关后勤',
  '融媒体',
  '体育',
  '旅游',
  '科技',
  '就业',
  '法律援助',
  '民政',
  '投资',
  '外事',
  '供销',
  '残疾人',
  '妇女儿童',
  '青少年',
] as const
const TECHNICAL_TOPICS = [
  '生态环境',
  '农业',
  '畜牧水产',
  '林业',
  '水文',
  '疾病预防',
  '市场检验',
  '气象',
  '地震',
  '海洋',
  '质量计量',
  '土壤肥料',
  '植物保护',
  '药品',
] as const
const FIELD_TOPICS = [
  '公路',
  '水利工程',
  '城市管理',
  '防汛抗旱',
  '河道',
  '水库',
  '航道',
  '市政设施',
  '园林绿化',
  '环境卫生',
  '文物',
  '林场',
  '渔政',
  '矿产资源',
] as const

const combine = (topics: readonly string[], kinds: readonly string[]): string[] =>
  topics.flatMap((topic) => kinds.map((kind) => topic + kind))

/** Institutions that fill a region's number once its organs are named: every topic with the kinds that go with it. */
export const INSTITUTIONS: readonly string[] = [
  ...combine(SERVICE_TOPICS, SERVICE_KINDS),
  ...combine(TECHNICAL_TOPICS, [...TECHNICAL_KINDS, '服务中心']),
  ...combine(FIELD_TOPICS, [...FIELD_KINDS, '服务中心']),
]

export const TOWNSHIP_STATIONS = [
  '农业农村服务中心',
  '社会保障服务中心',
  '综合行政执法队',
  '退役军人服务站',
  '乡村建设综合服务中心',
  '财政所',
  '司法所',
  '文化广播站',
] as const

/** The organ of a township-level division by the kind of its name. */
export const townshipOrgan = (name: string): string =>
  name.endsWith('街道')
    ? `${name}办事处`
    : /[镇乡]$/.test(name)
      ? `${name}人民政府`
      : `${name.replace(/管理委员会$/, '')}管理委员会`
