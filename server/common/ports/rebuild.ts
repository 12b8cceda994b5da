import type { ParameterDomain, Text } from '#shared/standards/parameter.ts'

/** Figures that are kept and must be made anew when a parameter of a domain is revised. */
export interface RebuildJob {
  /** The English name is the job's in the database, too. */
  readonly name: Text
  readonly domains: readonly ParameterDomain[]
  run(): Promise<void>
}
