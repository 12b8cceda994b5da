/** Where the yearly statistics of public institutions and their reference values stand. */
export const ENERGY_SOURCE = {
  zh: '《公共机构能源资源消费统计调查制度》;参考值为广东 2021 年市级以下机关均值',
  en: "Public-institution energy statistics regime; the reference is Guangdong's 2021 mean for organs below the province",
}
