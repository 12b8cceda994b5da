const zh = {
  find: '查找参数、依据、规则编号', all: '全部', editable: '可修订', revisedOnly: '已修订', verify: '待核实', statute: '法定', noHit: '没有符合条件的参数',
  domain: { housing: '办公用房', vehicle: '公务用车', energy: '公共机构节能', data: '数据' },
  section: {
    'housing-bands': '预警档', 'housing-alerts': '预警分级', 'housing-services': '服务用房人均面积', 'housing-limits': '办公室面积上限', 'housing-shares': '系数与附属用房',
    'vehicle-indices': '五项指数', 'vehicle-live': '实时规则', 'vehicle-orders': '派车单核验与时限', 'vehicle-overlap': '轨迹重叠', 'vehicle-standards': '配备标准',
    'energy-limits': '进度与基础负荷', 'energy-anomalies': '用能异常判据', 'energy-year': '年度预测', 'energy-coal': '折标准煤系数', 'energy-carbon': '碳排放因子(按核算年度)', 'energy-quota': '能源消耗定额(参照)', 'data-quality': '数据质量', 'data-sources': '数据来源', formulas: '指标公式', rules: '规则清单',
  },
  name: '参数', value: '现行值', source: '依据', mark: '口径', affects: '影响', version: '版本', default: '缺省', revised: '已修订', versionOf: '第 {n} 版', next: '{from} 起:{value}', byOn: '{by} · {on}', open: '查看与修订', view: '查看', own: '本系统口径', law: '法定', unused: '备查', sourced: '有依据',
  rebuilding: '正在按新口径重算:{what}({done}/{total})', rebuilt: '已按新口径重算', rebuildFailed: '重算未完成:{what}', readOnly: '只读:{why}',
  edit: '修订', close: '关闭', was: '原值', becomes: '新值', bounds: '{least}–{most}', defaultIs: '缺省 {value}', from: '生效日期', reason: '修订理由(必填)', reasonHint: '为什么修订,依据什么会议或通知', basis: '依据的文件和条款(必填)', basisHint: '如 DB45/T ××××-2026 表 1', save: '保存修订', saving: '保存中', revert: '恢复缺省值', cancel: '放弃', unchanged: '尚无改动', sumIs: '合计 {sum}%', history: '修订记录', none: '未修订过', locked: '不可修订:{why}', saved: '已保存为第 {n} 版,{from} 起执行', toDefault: '恢复缺省', reload: '重新载入', reasonShort: '请写明理由(至少 4 个字)', basisShort: '请写明依据的文件和条款(至少 6 个字)',
  effectNow: '保存后立即用于实时规则;已存的指标、预警在后台重算,不影响大屏。过往月份按现行口径计算;碳排放按各核算年度的因子计算。', formula: '公式', judged: '已判定', notJudged: '未判定', rulesJudged: '{all} 条中已判定 {n} 条',
}
const en: typeof zh = {
  find: 'Find a parameter, a source, a rule', all: 'All', editable: 'May be edited', revisedOnly: 'Edited', verify: 'To be verified', statute: 'Statutory', noHit: 'No parameter fits',
  domain: { housing: 'Offices', vehicle: 'Vehicles', energy: 'Energy', data: 'Data' },
  section: {
    'housing-bands': 'Warning bands', 'housing-alerts': 'Grades of alerts', 'housing-services': 'Service rooms, each', 'housing-limits': 'Office area limits', 'housing-shares': 'Shares and annexes',
    'vehicle-indices': 'Five indices', 'vehicle-live': 'Live rules', 'vehicle-orders': 'Orders: verdicts and limits', 'vehicle-overlap': 'Track overlap', 'vehicle-standards': 'What may be bought',
    'energy-limits': 'Pace and base load', 'energy-anomalies': 'What is an anomaly', 'energy-year': 'Year projection', 'energy-coal': 'Coal coefficients', 'energy-carbon': 'Carbon factors by year', 'energy-quota': 'Energy quotas (reference)', 'data-quality': 'Quality of data', 'data-sources': 'Sources of data', formulas: 'Formulas', rules: 'Rules',
  },
  name: 'Parameter', value: 'In force', source: 'Source', mark: 'Standing', affects: 'Affects', version: 'Version', default: 'default', revised: 'edited', versionOf: 'version {n}', next: 'from {from}: {value}', byOn: '{by} · {on}', open: 'Look and edit', view: 'Look', own: 'own definition', law: 'statutory', unused: 'for reference', sourced: 'sourced',
  rebuilding: 'Reckoning anew: {what} ({done}/{total})', rebuilt: 'All is reckoned by what is in force', rebuildFailed: 'Not reckoned anew: {what}', readOnly: 'Read only: {why}',
  edit: 'Edit', close: 'Close', was: 'Was', becomes: 'Becomes', bounds: '{least}–{most}', defaultIs: 'default {value}', from: 'In force from', reason: 'Reason (required)', reasonHint: 'Why, and by which meeting or notice', basis: 'Document and article that it follows (required)', basisHint: 'e.g. DB45/T xxxx-2026, table 1', save: 'Save', saving: 'Saving', revert: 'Back to the default', cancel: 'Discard', unchanged: 'Nothing changed yet', sumIs: '{sum}% in all', history: 'History', none: 'Never edited', locked: 'Not edited here: {why}', saved: 'Saved as version {n}, in force from {from}', toDefault: 'back to the default', reload: 'Load again', reasonShort: 'A reason of at least 4 characters', basisShort: 'The document and article, at least 6 characters',
  effectNow: 'Live rules take it at once; kept figures and alerts are reckoned anew behind the screens, which go on. Past months are reckoned by what is in force now; carbon by each accounting year\'s own factor.', formula: 'Formula', judged: 'judged', notJudged: 'not judged', rulesJudged: '{n} of {all} are judged',
}
export default { zh, en }
