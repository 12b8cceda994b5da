import { CONTRACTS } from '../../builders/mount/answers.ts'
import type { Stage } from '../../builders/mount/stage.ts'

/** What the ledger's platforms write in Chinese, by the last name of a field; people, reasons of changes and ids are no part of it. */
const WRITTEN: Readonly<Record<string, string>> = {
  name: '南宁市财政局',
  unitName: '南宁市教育局',
  unit: '青秀区公安局',
  regionName: '青秀区',
  compoundName: '青秀区民族大道12号大院',
  compound: '青秀区民族大道12号大院',
  buildingName: '2号楼',
  building: '2号楼',
  placeName: '江南区',
  place: '江南区',
  use: '会议室',
  gradeName: '正处级',
  grade: '副科级',
  post: '一级科员',
  reason: '参加会议',
  to: '青秀区政务服务中心',
  from: '南宁市民族路东20号办公区',
  vendor: '青秀区高铁站加油站',
  vendorName: '青秀区高铁站加油站',
  model: '纯电动轿车',
  road: '青秀区滨江公路2段',
  issuer: '南宁市交通运输局',
  value: '框架剪力墙',
  units: '南宁市水利局',
  regions: '青秀区',
  alarms: '超速报警',
}
const DRAWN = /^([A-Za-z]+)\d+$/

/** What an energy fact is measured in is no unit of the ledger. */
const isMeasured = (value: object): boolean => 'decimals' in value
const written = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(written)
  if (typeof value === 'object' && value !== null && !isMeasured(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, written(part)]))
  const field = typeof value === 'string' ? DRAWN.exec(value)?.[1] : undefined
  return (field && WRITTEN[field]) ?? value
}

/** The server's answers with names as the platforms write them, in place of `unitName1`. */
export const chineseNames = ({ served }: Stage): void => {
  for (const { method, url } of CONTRACTS) served.given.set(`${method} ${url}`, written)
}
