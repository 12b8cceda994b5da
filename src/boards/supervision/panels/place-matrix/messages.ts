const zh = {
  crossing: '▲ 越线',
  shown: '最差 {n}/{all} 处',
  beyond: '越线',
  many: '{n} 处有 {of} 问以上越线',
  some: '{n} 处有越线',
  none: '{n} 处都在线内',
  unjudged: '尚无可判的数字',
  sort: '按{name}排序,差的在前',
  place: '地区',
  openOne: '打开{place},看{name}',
  lineLess: '≤ {line}',
  lineMore: '≥ {line}',
}
const en: typeof zh = {
  crossing: '▲ beyond the line',
  shown: 'worst {n} of {all}',
  beyond: 'beyond the line',
  many: '{n} beyond {of} lines or more',
  some: '{n} beyond a line',
  none: 'All {n} within their lines',
  unjudged: 'No figure to judge yet',
  sort: 'Sort by {name}, worst first',
  place: 'Place',
  openOne: 'Open {place} by {name}',
  lineLess: '≤ {line}',
  lineMore: '≥ {line}',
}
export default { zh, en }
