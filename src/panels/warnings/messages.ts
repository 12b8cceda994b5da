const zh = { over: '超标办公室', area: '超标面积', idle: '闲置面积', red: '红色报警', yellow: '黄色提醒', r: '间', n: '项', limits: '界线:超过上限为黄,超过 105 % 为红;闲置 90 天为黄,180 天为红(本系统口径,可修改)' }
const en: typeof zh = { over: 'Offices over', area: 'Area over', idle: 'Idle area', red: 'Red', yellow: 'Yellow', r: '', n: '', limits: 'Lines: above the limit yellow, above 105 % red; idle 90 days yellow, 180 red (this system\'s definition, editable)' }
export default { zh, en }
