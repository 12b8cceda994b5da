const zh = {
  items: '分项',
  classes: '分类',
  today: '今日',
  last12: '近十二月',
  classNote: '今日零时起 · 近十二月',
  classFormula: '各楼该类能源表计用量之和,逐级汇总,合计等于各部分之和',
  classSource: '能源分类:住建部分项能耗数据采集技术导则;《公共机构节能条例》第十四条 分类计量',
  none: '未使用',
  notConverted: '不折标',
  vehicleNote: '公务用车用油见车辆台账,不计入建筑',
  chart: '今日分项用电',
  note: '今日零时起,kWh',
  formula: '各楼该分项电表今日用电之和',
  source: '分项编码 01A00–01D00:住建部分项能耗数据采集技术导则;《公共机构节能条例》第十四条 分项计量',
}
const en: typeof zh = {
  items: 'By use',
  classes: 'By class',
  today: 'Today',
  last12: '12 months',
  classNote: 'since midnight · 12 months',
  classFormula:
    "sum over buildings of the class's meters, rolled up level by level: the parts make the whole",
  classSource: 'Classes of the sub-metering guide; Energy Regulation art. 14',
  none: 'not used',
  notConverted: 'not converted',
  vehicleNote: "vehicles' fuel stands in their ledger, not with buildings",
  chart: 'Electricity by use today',
  note: 'since midnight, kWh',
  formula: "sum over buildings of the item's use today",
  source: 'Item codes 01A00–01D00: sub-metering guide; Energy Regulation art. 14',
}
export default { zh, en }
