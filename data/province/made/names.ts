/** Invented people: common surnames and given characters, some of them the usual ones of Guangxi. No real person is meant. */
import type { Rng } from './rng.ts'

const SURNAMES = [
  ...'李黄韦陈梁覃农蒙莫罗刘陆张王林周蓝杨何唐谢卢邓吴廖甘欧潘苏秦岑施严朱伍石龙曾蒋宁庞粟赖滕',
]
const FIRST = [
  ...'建志国文永德明海春秀丽桂玉晓丹思雨子佳俊宏振兆伟立少家金世光荣庆福汉景素美燕静雪艳丽冬彩凤梅月',
]
const SECOND = [
  ...'强军华平峰勇斌辉杰涛敏霞芳玲萍娟红兰琴英梅莲妮婷琳怡轩宇泽航诚毅忠义良才生林松柏山川源洋波',
]

export const personName = (rng: Rng): string =>
  rng.pick(SURNAMES) + (rng.chance(0.12) ? '' : rng.pick(FIRST)) + rng.pick(SECOND)

const MOBILE_PREFIXES = [
  '133',
  '135',
  '136',
  '137',
  '138',
  '139',
  '150',
  '151',
  '152',
  '158',
  '177',
  '180',
  '181',
  '189',
  '199',
] as const

/** Eleven digits; the middle four are zero, which no operator gives out, so that nobody's telephone is meant. */
export const mobile = (rng: Rng): string =>
  `${rng.pick(MOBILE_PREFIXES)}0000${String(rng.int(10_000)).padStart(4, '0')}`

export const ROAD_NAMES = [
  '民族',
  '人民',
  '建设',
  '解放',
  '文明',
  '新民',
  '朝阳',
  '滨江',
  '城东',
  '城西',
  '教育',
  '体育',
  '江滨',
  '迎宾',
  '环城',
  '金湖',
  '桂花',
  '木棉',
  '朱槿',
  '榕荫',
  '青山',
  '龙腾',
  '凤岭',
  '振兴',
  '和平',
] as const
const DIRECTIONS = ['', '', '东', '西', '南', '北', '中'] as const

export const streetAddress = (rng: Rng): string =>
  `${rng.pick(ROAD_NAMES)}${rng.chance(0.6) ? '路' : '大道'}${rng.pick(DIRECTIONS)}${rng.whole(1, 198)}号`

/** Places that official errands go to, beside the compounds themselves. */
export const ERRAND_PLACES = [
  '高铁站',
  '汽车客运站',
  '人民医院',
  '政务服务中心',
  '工业园区管委会',
  '党校',
  '会展中心',
  '水库管理所',
  '林场',
  '中学',
  '农贸市场',
  '项目工地',
  '乡村振兴示范点',
  '防汛物资仓库',
  '检查站',
] as const

export const ERRAND_REASONS = [
  '送阅文件',
  '参加会议',
  '基层调研',
  '督导检查',
  '防汛巡查',
  '安全生产检查',
  '接送来访人员',
  '机要交通',
  '项目现场踏勘',
  '信访接待',
  '执法巡查',
  '乡村振兴走访',
  '应急值守',
  '业务培训',
  '公文交换',
] as const
