const zh = { rate: '办证率', area: '已办证面积', missing: '未办证面积', unit: '万m²', formula: '有不动产权证(或房产证与土地证齐全)的建筑面积 ÷ 总建筑面积 × 100', source: '权属统一登记见《机关事务管理条例》第二十一条;办证率公式为本系统口径' }
const en: typeof zh = { rate: 'Certified', area: 'Certified area', missing: 'Not certified', unit: '10⁴ m²', formula: 'building area with a title certificate ÷ all building area × 100', source: 'Unified registration: Regulation No. 621, art. 21; the rate is this system’s definition' }
export default { zh, en }
