const zh = {
  of: '/ {all} 处{klass}',
  ofWhich: '其中{klass} {n} 处',
  list: '院落,由差到好',
  shown: '显示 {shown}/{all}',
  enter: '进入 ↵',
  hint: '↑↓ 选择 · ↵ 进入',
  none: '这里没有院落',
}
const en: typeof zh = {
  of: 'of {all}: {klass}',
  ofWhich: '{klass}: {n}',
  list: 'Compounds, the worst first',
  shown: '{shown} of {all} shown',
  enter: 'Enter ↵',
  hint: '↑↓ choose · ↵ enter',
  none: 'No compounds here',
}
export default { zh, en }
