const zh = { chart: '今日分项用电', note: '今日零时起,kWh', formula: '各楼该分项电表今日用电之和', source: '分项编码 01A00–01D00:住建部分项能耗数据采集技术导则;《公共机构节能条例》第十四条 分项计量' }
const en: typeof zh = { chart: 'Electricity by use today', note: 'since midnight, kWh', formula: 'sum over buildings of the item\'s use today', source: 'Item codes 01A00–01D00: sub-metering guide; Energy Regulation art. 14' }
export default { zh, en }
