import { HOUR_MS } from '#shared/kernel/time/time.ts'
import type { Viewer } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { parameterEditSchema, ParameterVersion } from '#shared/protocol/http.ts'
import { valueFault, type Parameter, type Text } from '#shared/standards/parameter.ts'
import type { DayString } from '#shared/kernel/units.ts'
import type { z } from 'zod'

type Edit = z.output<typeof parameterEditSchema>
const REASON_LEAST = 4
const BASIS_LEAST = 6

const bad = (parameter: Parameter, field: string, expected: Text, got: unknown): AppError =>
  new AppError(
    'bad-request',
    `${parameter.name.zh}(${parameter.key})· ${field}:${expected.zh} / ${parameter.name.en} (${parameter.key}), ${field}: expected ${expected.en}`,
    { details: { parameter: parameter.key, field, expected, got } },
  )

/** Why this viewer may not revise parameters; null when it may. Definitions hold for the whole province: its own managers revise them. */
export const editRefusal = (viewer: Viewer, mayEdit: boolean, province: string | undefined): Text | null => {
  if (!mayEdit) return { zh: '本角色只能查看口径参数', en: 'This role only looks at parameters' }
  if (viewer.scope.kind === 'region' && viewer.scope.region === province) return null
  return {
    zh: '口径参数全省统一,由省级管理人员修订',
    en: 'Definitions are the same for the whole province; its managers revise them',
  }
}

/** Throws `bad-request` with the parameter, the field and what was expected, or `forbidden` for one that nobody edits. */
export const checkEdit = (parameter: Parameter, edit: Edit, today: DayString): void => {
  if (parameter.locked)
    throw new AppError(
      'forbidden',
      `${parameter.name.zh}:${parameter.locked.zh} / ${parameter.name.en}: ${parameter.locked.en}`,
      { details: { parameter: parameter.key, why: parameter.locked } },
    )
  if (edit.reason.length < REASON_LEAST)
    throw bad(
      parameter,
      'reason',
      { zh: `修订理由至少 ${REASON_LEAST} 个字`, en: `a reason of at least ${REASON_LEAST} characters` },
      edit.reason,
    )
  if (parameter.edit === 'basis' && edit.value !== null && (edit.basis ?? '').length < BASIS_LEAST)
    throw bad(
      parameter,
      'basis',
      { zh: '须写明依据的文件和条款', en: 'the document and article that it follows' },
      edit.basis,
    )
  if (edit.effectiveFrom !== undefined && edit.effectiveFrom < today)
    throw bad(
      parameter,
      'effectiveFrom',
      { zh: `生效日期不早于今天 ${today}`, en: `a day not before today, ${today}` },
      edit.effectiveFrom,
    )
  const fault = edit.value === null ? null : valueFault(parameter, edit.value)
  if (fault) throw bad(parameter, fault.field, fault.expected, edit.value?.[fault.field] ?? null)
}

/** Another revision was written since the editor looked: says which, by whom, when. */
export const conflictOf = (
  parameter: Parameter,
  seen: number,
  latest: ParameterVersion | undefined,
): AppError => {
  const by = latest
    ? `${latest.by},${new Date(latest.at + 8 * HOUR_MS).toISOString().slice(0, 16).replace('T', ' ')}`
    : ''
  return new AppError(
    'conflict',
    `${parameter.name.zh} 已被他人修订为第 ${latest?.version ?? 0} 版(${by}),您看到的是第 ${seen} 版,请重新载入 / ${parameter.name.en} is at version ${latest?.version ?? 0} by now, you saw ${seen}: load it again`,
    {
      details: { parameter: parameter.key, seen, latest: latest ?? null },
    },
  )
}
