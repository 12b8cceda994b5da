const zh = {
  of: '/ {n} 个',
  counties: '严重的县区',
  before: '上月 {n} 个',
  none: '没有严重的县区',
  worst: '最差 {name} {value}',
  open: '打开{name}',
  shown: '显示 {n}/{of}',
  due: '{day} 到期',
}
const en: typeof zh = {
  of: '/ {n}',
  counties: 'Grave counties',
  before: '{n} last month',
  none: 'No county is grave',
  worst: 'Worst {name} {value}',
  open: 'Open {name}',
  shown: '{n} of {of} shown',
  due: 'due {day}',
}
export default { zh, en }
