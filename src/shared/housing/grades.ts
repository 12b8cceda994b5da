import { z } from 'zod'

/** Level of the organ (机关类别), 《党政机关办公用房建设标准》第九条 表1. */
export const ORGAN_LEVELS = ['central', 'province', 'city', 'county', 'township'] as const
export const organLevelSchema = z.enum(ORGAN_LEVELS)
export type OrganLevel = z.infer<typeof organLevelSchema>

/** Whose table of limits holds: that of the organ's level, or of a city's 科级直属、派出机构 where a local rule is chosen. */
export type LimitLevel = OrganLevel | 'city-section'

/** Rank (职级), independent of the organ it serves in; the area limit is keyed by organ level and grade. */
export const GRADES = [
  'province.chief',
  'province.deputy',
  'department.chief',
  'department.deputy',
  'division.chief',
  'division.deputy',
  'section.chief',
  'section.deputy',
  'staff',
] as const
export const gradeSchema = z.enum(GRADES)
export type Grade = z.infer<typeof gradeSchema>

/** The grade's name where it depends on the organ: 正处 in a city organ is 正局(处)级, in a county organ 县级正职. */
export const gradeName = (level: LimitLevel, grade: Grade): string => NAMES[level][grade] ?? COMMON[grade]

const COMMON: Record<Grade, string> = {
  'province.chief': '省部级正职',
  'province.deputy': '省部级副职',
  'department.chief': '正厅(局)级',
  'department.deputy': '副厅(局)级',
  'division.chief': '正处级',
  'division.deputy': '副处级',
  'section.chief': '正科级',
  'section.deputy': '副科级',
  staff: '科员及以下',
}

const NAMES: Record<LimitLevel, Partial<Record<Grade, string>>> = {
  central: {},
  'city-section': {},
  province: { 'province.chief': '省级正职', 'province.deputy': '省级副职' },
  city: {
    'department.chief': '市级正职',
    'department.deputy': '市级副职',
    'division.chief': '正局(处)级',
    'division.deputy': '副局(处)级',
  },
  county: { 'division.chief': '县级正职', 'division.deputy': '县级副职' },
  township: { 'section.chief': '乡级正职', 'section.deputy': '乡级副职' },
}
