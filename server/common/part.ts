import type { Rules } from '#shared/standards/tables.ts'
import type { Clock } from './clock/clock.ts'
import type { Db } from '../db/open.ts'
import type { House, Ports } from './defineModule.ts'
import type { AlertBook } from './ports/alerts.ts'
import type { Directory } from './directory/directory.ts'
import type { LiveScope } from './scope/liveScope.ts'
import type { Borders, Regions } from './directory/types.ts'
import type { AccessLog } from './ports/audit.ts'
import type { SourceLog, SourceSink } from '../sources/index.ts'

/** What every part of the live side is composed over. */
export interface LivePartDeps {
  readonly db: Db
  readonly dataDir: string
  readonly clock: Clock
  readonly log: SourceLog
  readonly regions: Regions & {
    province(): { readonly code: string; readonly name: string } | undefined
    get(code: string): ({ readonly name: string } & Borders) | undefined
  }
  readonly scope: LiveScope
  readonly directory: Directory
  readonly book: AlertBook
  readonly audit: AccessLog
  readonly rules: Rules
  readonly quarantine: SourceSink['quarantine']
}

/** The same from the modules that offer it. */
export const partOf = (
  { db, config, clock, log, later }: House,
  {
    standards,
    housing,
    directory: { directory, scope },
    access,
    alertBook: { book },
  }: Pick<Ports, 'standards' | 'housing' | 'directory' | 'access' | 'alertBook'>,
): LivePartDeps => ({
  db,
  dataDir: config.dataDir,
  clock,
  log,
  regions: housing.tree,
  scope,
  directory,
  book,
  audit: access.audit,
  rules: standards.rules,
  quarantine: (rejected) => later('intake').turnAway(rejected),
})
