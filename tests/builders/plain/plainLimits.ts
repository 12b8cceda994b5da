/** 办公室使用面积上限, m² a person: 发改投资〔2014〕2674号 表3; townships by 盘锦 2018-11-06. Grades below the last one named share its row. */
const OFFICE_LIMITS: Readonly<Record<string, readonly (readonly [string, number])[]>> = {
  central: [
    ['province.chief', 54],
    ['province.deputy', 42],
    ['department.chief', 24],
    ['department.deputy', 18],
    ['division.chief', 12],
    ['division.deputy', 12],
    ['staff', 9],
  ],
  province: [
    ['province.chief', 54],
    ['province.deputy', 42],
    ['department.chief', 30],
    ['department.deputy', 24],
    ['division.chief', 18],
    ['division.deputy', 12],
    ['staff', 9],
  ],
  city: [
    ['department.chief', 42],
    ['department.deputy', 30],
    ['division.chief', 24],
    ['division.deputy', 18],
    ['staff', 9],
  ],
  county: [
    ['division.chief', 30],
    ['division.deputy', 24],
    ['section.chief', 18],
    ['section.deputy', 12],
    ['staff', 9],
  ],
  township: [
    ['section.chief', 24],
    ['section.deputy', 18],
    ['staff', 9],
  ],
}
const RANKS = [
  'province.chief',
  'province.deputy',
  'department.chief',
  'department.deputy',
  'division.chief',
  'division.deputy',
  'section.chief',
  'section.deputy',
  'staff',
]
/** The row of the grade; who outranks the table has its first row, who lies below what it names its last. */
export const officeLimit = (level: string, grade: string): number => {
  const rows = OFFICE_LIMITS[level]!
  const own = rows.find(([name]) => name === grade)
  if (own) return own[1]
  return RANKS.indexOf(grade) < RANKS.indexOf(rows[0]![0]) ? rows[0]![1] : rows.at(-1)![1]
}
