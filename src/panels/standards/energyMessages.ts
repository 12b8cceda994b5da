const zh = {
  coal: '折标准煤系数', energy: '能源', source: '依据', mark: '核实', water: '水', waterWhy: '水不折标,不计入综合能耗', carbon: '碳排放因子(按地区、年度)', region: '地区', year: '年度', value: '因子', from: '发布', gas: '天然气(各地)',
  carbonRule: '按核算年度取不晚于该年的最新因子;先取本省,无则取所在区域电网,再无取全国。广西未见省级因子,取南方区域。', quota: '能源消耗定额(参照,可替换)', indicator: '指标', level: '等级 / 气候区', constraint: '约束值', benchmark: '基准值', guide: '引导值', anomalies: '用能异常判据',
  verdicts: '≤引导值 {advanced},≤基准值 {good},≤约束值 {within},>约束值 {over}(应作说明);本区未见发布的定额,以山东标准作参照,楼宇年定额以平台下达为准',
  'level-province': '省级', 'level-city': '市级', 'level-below': '市级以下', 'level-any': '不分', areaNonHeating: '单位建筑面积非供暖能耗', areaHeatingDistrict: '供暖能耗(市政集中)', areaHeatingAir: '供暖能耗(空调)', areaHeatingGas: '供暖能耗(燃气、油)', perHead: '人均综合能耗', usualElectricity: '常规用能系统单位面积电耗', eue: '数据中心 EUE', waterPerHead: '人均取水量',
}
const en: typeof zh = {
  coal: 'Coal coefficients', energy: 'Energy', source: 'Source', mark: 'Confirmed', water: 'Water', waterWhy: 'water is not converted and not part of the energy', carbon: 'Carbon factors (by region and year)', region: 'Region', year: 'Year', value: 'Factor', from: 'Published', gas: 'Natural gas (anywhere)',
  carbonRule: 'The newest factor not after the accounting year: the province\'s own, else its grid region\'s, else the national one. None was seen for Guangxi: the Southern grid\'s stands in.', quota: 'Energy quotas (reference, replaceable)', indicator: 'Indicator', level: 'Level / zone', constraint: 'Constraint', benchmark: 'Benchmark', guide: 'Guide', anomalies: 'What counts as an anomaly',
  verdicts: '≤ guide: {advanced}, ≤ benchmark: {good}, ≤ constraint: {within}, above: {over} (to be explained). No quota of this province was seen: Shandong\'s stands as a reference; a building\'s year quota is the platform\'s',
  'level-province': 'Province', 'level-city': 'City', 'level-below': 'Below city', 'level-any': 'any', areaNonHeating: 'Energy per m² without heating', areaHeatingDistrict: 'Heating (district)', areaHeatingAir: 'Heating (air conditioning)', areaHeatingGas: 'Heating (gas, oil)', perHead: 'Energy per head', usualElectricity: 'Electricity of usual systems per m²', eue: 'Data centre EUE', waterPerHead: 'Water per head',
}
export default { zh, en }
