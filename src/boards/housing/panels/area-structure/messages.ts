const zh = {
  office: '办公室',
  service: '服务用房',
  equipment: '设备用房',
  auxiliary: '附属用房',
  technical: '技术业务',
  idle: '闲置',
  note: '占总使用面积',
  chart: '各类用房面积占比',
  formula: '某类用房使用面积 ÷ 总使用面积 × 100',
  source: '《党政机关办公用房建设标准》第十条 表2 的分类;占比为本系统口径',
}
const en: typeof zh = {
  office: 'Offices',
  service: 'Service',
  equipment: 'Equipment',
  auxiliary: 'Auxiliary',
  technical: 'Technical',
  idle: 'Idle',
  note: 'of usable area',
  chart: 'Share of area by use',
  formula: 'usable area of a category ÷ all usable area × 100',
  source: "Categories of the 2014 standard, art. 10, table 2; the share is this system's definition",
}
export default { zh, en }
