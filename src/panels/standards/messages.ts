const zh = {
  limits: '办公室使用面积上限 m²/人', services: '服务用房 m²/人(按编制定员 x)', figures: '系数与界线', indices: '指标公式', level: '机关', grade: '职级', limit: '上限', low: '下段', middle: '中段', high: '上段', value: '值', source: '依据', mark: '核实', name: '名称', formula: '公式',
  'level-central': '中央机关', 'level-province': '省级机关', 'level-city': '市级机关', 'level-county': '县级机关', 'level-township': '乡级机关',
  equipmentShare: '设备用房占比', usableShareMultiStorey: '使用面积系数 K(多层)', usableShareHighRise: '使用面积系数 K(高层)', canteenPerHead: '食堂 ≤100 人 每人', canteenPerHeadAbove100: '食堂 >100 人部分 每人', garagePerSpace: '汽车库 ≤200 车位 每位', garagePerSpaceAbove200: '汽车库 >200 部分 每位', overYellow: '超标提醒(占上限)', overRed: '超标报警(占上限)', idleYellow: '闲置提醒', idleRed: '闲置报警', coalElectricityHeat: '电力折标(当量)', coalElectricityEqual: '电力折标(等价)', coalGas: '天然气折标', d: '天',
}
const en: typeof zh = {
  limits: 'Office area limit, m² per person', services: 'Service rooms, m² per person (x = establishment)', figures: 'Coefficients and lines', indices: 'Formulas of the indices', level: 'Organ', grade: 'Grade', limit: 'Limit', low: 'Low band', middle: 'Between', high: 'High band', value: 'Value', source: 'Source', mark: 'Confirmed', name: 'Name', formula: 'Formula',
  'level-central': 'Central', 'level-province': 'Province', 'level-city': 'City', 'level-county': 'County', 'level-township': 'Township',
  equipmentShare: 'Equipment-room share', usableShareMultiStorey: 'Usable share K, multi-storey', usableShareHighRise: 'Usable share K, high-rise', canteenPerHead: 'Canteen up to 100, each', canteenPerHeadAbove100: 'Canteen above 100, each', garagePerSpace: 'Garage up to 200, each space', garagePerSpaceAbove200: 'Garage above 200, each space', overYellow: 'Over-standard, yellow (of the limit)', overRed: 'Over-standard, red (of the limit)', idleYellow: 'Vacancy, yellow', idleRed: 'Vacancy, red', coalElectricityHeat: 'Electricity, heat value', coalElectricityEqual: 'Electricity, equal value', coalGas: 'Natural gas', d: 'days',
}
export default { zh, en }
